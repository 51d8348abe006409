import {
  isTransient,
  LoginRefusedError,
  openDatabase,
  unscoped,
  type Database,
  type Scoped,
} from '@trunkline/db/connection';
import { CliError } from './cli-error.ts';
import { readConfig } from './config.ts';
import { EXIT, type ExitCode } from './invocation.ts';

/**
 * Opens the database for `work`. A missing server, a refused login and missing tables become a `CliError` that names the
 * remedy and never the password.
 */
export async function useDatabase<T>(url: string, work: (db: Database) => Promise<T>): Promise<T> {
  const limits = { maxConnections: 1, connectTimeoutMs: 5000, queryTimeoutMs: 0, lockTimeoutMs: 60_000 }; // a rebuild runs for minutes
  await using db = openDatabase(url, 'command line', limits);
  try {
    return await work(db);
  } catch (error) {
    throw describeFailure(error, url) ?? error;
  }
}

/** Runs `work` in one transaction on the database that the environment names. */
export const inTransaction = <T>(work: (tx: Scoped) => Promise<T>): Promise<T> =>
  useDatabase(readConfig().databaseUrl, (db) => db.transaction((tx) => work(unscoped(tx))));

function describeFailure(error: unknown, url: string): CliError | undefined {
  const { host, pathname } = new URL(url);
  if (error instanceof LoginRefusedError) return new CliError(error.message, { cause: error, exit: EXIT.refused });
  const { code = '' } = error as { code?: string };
  const known = REMEDIES[code];
  if (known) return new CliError(known.message(`${host}${pathname}`), { cause: error, exit: known.exit });
  if (!isTransient(error) && !(error instanceof AggregateError)) return undefined;
  const message = `Postgres at ${host} does not answer. Start it with npm start, or set DATABASE_URL to another database.`;
  return new CliError(message, { cause: error, exit: EXIT.unavailable });
}

type Remedy = { exit: ExitCode; message: (database: string) => string };

/** By SQLSTATE. */
const REMEDIES: Readonly<Record<string, Remedy>> = {
  '28P01': {
    exit: EXIT.refused,
    message: (database) => `Postgres refuses the password for ${database}. Set DATABASE_URL with the right one.`,
  },
  '28000': {
    exit: EXIT.refused,
    message: (database) => `Postgres refuses the user for ${database}. Set DATABASE_URL with one that may log in.`,
  },
  '3D000': {
    exit: EXIT.config,
    message: (database) => `There is no database ${database}. Run npm start once to create it, or set DATABASE_URL.`,
  },
  '42501': {
    exit: EXIT.refused,
    message: (database) =>
      `The login may not read or change every row of ${database}. Set DATABASE_URL with the owner of the tables.`,
  },
  '42P01': {
    exit: EXIT.config,
    message: (database) =>
      `Tables of Trunkline are missing in ${database}. Run npx trunkline migrate with its DATABASE_URL.`,
  },
  '42703': {
    exit: EXIT.config,
    message: (database) =>
      `The tables in ${database} are older than this program. Run npx trunkline migrate with its DATABASE_URL.`,
  },
};
