import { pinnedSession } from '@trunkline/service/postgres-session';
import pg from 'pg';

const ROLE = 'trunkline_api'; // made by a migration, without a password

/** `npm run db:api-login`: sets API_DATABASE_PASSWORD as the login's password, as the owner in DATABASE_URL. */
export async function setApiLogin({ DATABASE_URL, API_DATABASE_PASSWORD }: NodeJS.ProcessEnv): Promise<void> {
  if (!DATABASE_URL || !API_DATABASE_PASSWORD)
    throw new Error(
      'Set DATABASE_URL to the owner of the tables, and API_DATABASE_PASSWORD to the password that api logs in with.',
    );
  const client = new pg.Client(pinnedSession(DATABASE_URL));
  await client.connect();
  await client.query(`alter role ${ROLE} password ${client.escapeLiteral(API_DATABASE_PASSWORD)}`);
  await client.end();
  console.log(`${ROLE} has its password`);
}

if (import.meta.main) await setApiLogin(process.env);
