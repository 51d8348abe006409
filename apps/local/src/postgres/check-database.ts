import { pinnedSession } from '@trunkline/service/postgres-session';
import pg from 'pg';
import { StartError } from '../start-error.ts';

const ANSWERS_WITHIN_MS = 5000;
/** The server has no such database yet: migrating creates it. */
const NO_DATABASE = '3D000';

/** Throws a `StartError` in one sentence where this PostgreSQL does not answer, or not this login. */
export async function checkDatabase(url: string): Promise<void> {
  const client = new pg.Client({ ...pinnedSession(url), connectionTimeoutMillis: ANSWERS_WITHIN_MS });
  client.on('error', () => {}); // `connect` reports it
  try {
    await client.connect();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === NO_DATABASE) return;
    throw new StartError(describe(new URL(url).host, code, message), { cause: error });
  } finally {
    await client.end().catch(() => {});
  }
}

function describe(host: string, code: string | undefined, message: string): string {
  if (code === '28P01' || code === '28000')
    return `PostgreSQL at ${host} refuses the user or password of DATABASE_URL: correct it, or leave DATABASE_URL out, as npm start brings a PostgreSQL.`;
  const why = message || code || 'no answer';
  return `PostgreSQL at ${host} does not answer (${why}): start it or correct DATABASE_URL, or leave it out, as npm start brings a PostgreSQL.`;
}
