import { isTransient, openDatabase, type Database } from '@trunkline/db/connection';
import { CliError } from './cli-error.ts';

/** Does something with the database; what is wrong with that is told with its remedy, and never with the password. */
export async function useDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const limits = { maxConnections: 1, connectTimeoutMs: 5000, queryTimeoutMs: 0 }; // a rebuild compares for minutes
  await using db = openDatabase(url, 'command line', limits);
  try {
    return await work(db);
  } catch (error) {
    throw explain(error, url) ?? error;
  }
}

function explain(error: unknown, url: string): CliError | undefined {
  const { host, pathname } = new URL(url);
  const { code = '' } = error as { code?: string };
  const remedy = REMEDIES[code];
  if (remedy) return new CliError(remedy(`${host}${pathname}`), { cause: error });
  if (!isTransient(error) && !(error instanceof AggregateError)) return undefined;
  const message = `Postgres at ${host} does not answer. Is npm start running? For another database set DATABASE_URL.`;
  return new CliError(message, { cause: error });
}

/** By SQLSTATE. */
const REMEDIES: Readonly<Record<string, (database: string) => string>> = {
  '28P01': (database) => `Postgres refuses the password for ${database}. Set DATABASE_URL to one that it takes.`,
  '28000': (database) => `Postgres refuses the user for ${database}. Set DATABASE_URL to one that it takes.`,
  '3D000': (database) => `There is no database ${database}. Run npm start once, or set DATABASE_URL.`,
  '42P01': (database) => `${database} has not all tables of Trunkline. Run npm run db:migrate with its DATABASE_URL.`,
  '42703': (database) =>
    `The tables in ${database} are older than this program. Run npm run db:migrate with its DATABASE_URL.`,
};
