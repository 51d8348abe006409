import { pinnedSession } from '@trunkline/service/postgres-session';
import pg from 'pg';

/** SQLSTATE to the codes of Prisma's command line; any other error means "cannot be reached". */
const PRISMA_CODES: Record<string, string> = { '3D000': 'P1003', '28000': 'P1000', '28P01': 'P1000' };
const UNREACHABLE = 'P1001';
const DUPLICATE_DATABASE = '42P04';
const UNIQUE_VIOLATION = '23505';

/**
 * `can-connect-to-database`, `create-database` and `drop-database`: returns the exit code, and writes errors to
 * stderr in the log format that Prisma's command line reads.
 */
export async function manageDatabase(command: string, url: string): Promise<number> {
  try {
    await run(command, url);
    return 0;
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    const fields = { message, error_code: PRISMA_CODES[code] ?? UNREACHABLE };
    console.error(`\n${JSON.stringify({ level: 'ERROR', target: 'schema_engine::logger', fields })}`);
    return 1;
  }
}

async function run(command: string, url: string): Promise<void> {
  const target = new URL(url);
  const name = pg.escapeIdentifier(decodeURIComponent(target.pathname.slice(1)));
  if (command !== 'can-connect-to-database') target.pathname = '/postgres';
  const client = new pg.Client(pinnedSession(target.href));
  await client.connect();
  if (command === 'create-database') await client.query(`CREATE DATABASE ${name}`).catch(acceptExisting);
  if (command === 'drop-database') await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await client.end();
}

/** Two deployments at once both find no database; the slower one then finds it created. */
function acceptExisting(error: { code?: string }): void {
  if (error.code !== DUPLICATE_DATABASE && error.code !== UNIQUE_VIOLATION) throw error;
}
