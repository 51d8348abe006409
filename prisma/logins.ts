import { APPS_WITH_LOGIN, loginOf, MIN_PASSWORD_LENGTH, passwordSql, passwordVariableOf } from '@trunkline/access';
import { pinnedSession } from '@trunkline/service/postgres-session';
import pg from 'pg';

/** `npm run db:logins`: sets INGEST_DATABASE_PASSWORD and so on as passwords of the apps' logins, as the owner in DATABASE_URL. */
export async function setLogins(env: NodeJS.ProcessEnv): Promise<void> {
  const given = APPS_WITH_LOGIN.flatMap((app) => {
    const password = env[passwordVariableOf(app)];
    return password ? [{ app, password }] : [];
  });
  const { DATABASE_URL } = env;
  if (!DATABASE_URL || given.length === 0)
    throw new Error(`Set DATABASE_URL to the owner of the tables, and ${VARIABLES}.`);
  const short = given.find(({ password }) => password.length < MIN_PASSWORD_LENGTH);
  if (short)
    throw new Error(
      `${passwordVariableOf(short.app)} must have at least ${MIN_PASSWORD_LENGTH} characters: set it to the output of openssl rand -hex 24.`,
    );
  const client = new pg.Client(pinnedSession(DATABASE_URL));
  await client.connect();
  try {
    for (const { app, password } of given) for (const sql of passwordSql(app, password)) await client.query(sql);
  } finally {
    await client.end();
  }
  console.log(`These logins have their passwords: ${given.map(({ app }) => loginOf(app)).join(', ')}`);
}

const VARIABLES = `to the passwords that apps log in with: ${APPS_WITH_LOGIN.map(passwordVariableOf).join(', ')}`;

if (import.meta.main) await setLogins(process.env);
