import { signWith, type Sign } from '@trunkline/access';
import { pinnedSession, type SessionSettings } from '@trunkline/service/postgres-session';
import pg from 'pg';
import { findUnpinned } from './find-unpinned.ts';
import { prismaOnPool, type PrismaOnPool, type RunPrisma } from './prisma-client.ts';

/** What hand-written SQL runs on: the pool, or one connection inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

/** This login or session must not be used; the message says why, and what to do. */
export class LoginRefusedError extends Error {
  override readonly name = 'LoginRefusedError';
}

/** A transaction: SQL and Prisma's models, on the same connection. */
export type Transaction = Queryable & { prisma: RunPrisma; sign: Sign };

/** How a transaction begins: by this SQL, or by what is sent on its connection. */
type Begin = string | ((client: pg.PoolClient) => Promise<unknown>);

export type Database = AsyncDisposable & {
  pool: pg.Pool;
  /** Runs `work` on one connection between `begin` (or what is given for it) and `commit`; any error rolls back. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, begin?: Begin): Promise<T>;
  /** Signs a claim with the key of this login's password. */
  sign: Sign;
  /** Loads Prisma's client, which otherwise the first transaction that uses it waits for (half a second). */
  loadPrisma(): Promise<void>;
};

export type Limits = {
  maxConnections: number;
  connectTimeoutMs: number;
  /** The longest statement; the server ends it at the same time. 0: no limit. */
  queryTimeoutMs: number;
  /** The longest wait for a lock, after which a statement fails with 55P03. 0: no limit. */
  lockTimeoutMs: number;
  /** For processes that only look rows up by key: plans stay on the indexes, also those made while tables were empty. */
  indexOnlyPlans: boolean;
  /** For a few named statements over many tables: planned once, joined row by row. Planning them takes longer than running them. */
  isPlannedOnce: boolean;
  /** Says why a new connection must not be used, if so. */
  refuse: (connection: Queryable, sign: Sign) => Promise<string | undefined>;
  /** Commits do not wait for the disk: for work that is repeated, with the same result, if a crash undoes it. */
  asyncCommit: boolean;
};

const DEFAULTS: Omit<Limits, 'refuse'> = {
  maxConnections: 5,
  connectTimeoutMs: 5000,
  queryTimeoutMs: 30_000,
  lockTimeoutMs: 5000,
  indexOnlyPlans: false,
  isPlannedOnce: false,
  asyncCommit: false,
};

const INDEX_ONLY_PLANS = { enable_seqscan: 'off', jit: 'off' };
const PLANNED_ONCE = { plan_cache_mode: 'force_generic_plan', enable_hashjoin: 'off', enable_mergejoin: 'off' };
/** A process that stops inside a transaction, as one that is frozen, must not hold its locks for ever. */
const IDLE_IN_TRANSACTION = { idle_in_transaction_session_timeout: '1min' };
const ASYNC_COMMIT = { synchronous_commit: 'off' };

/** One connection pool for the process; nothing connects until the first query. */
export function openDatabase(url: string, applicationName: string, limits: Partial<Limits> = {}): Database {
  const { maxConnections, connectTimeoutMs, queryTimeoutMs, ...session } = { ...DEFAULTS, ...limits };
  const { connectionString, options, settings } = pinnedSession(url, settingsOf({ ...session, queryTimeoutMs }));
  const sign = signWith(passwordIn(url));
  const pool = new pg.Pool({
    connectionString,
    options,
    application_name: `trunkline ${applicationName}`,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
    verify: verifyWith(
      async (connection) => (await findUnpinned(connection, settings)) ?? (await limits.refuse?.(connection, sign)),
    ),
  });
  pool.on('connect', (client) => client.on('error', ignore)); // the query that fails reports it
  pool.on('error', () => {}); // an idle connection broke; the next query opens another, and reports the cause if that fails
  const prisma = prismaOnPool(pool);
  return {
    pool,
    sign,
    transaction: (work, begin) => inTransaction({ pool, prisma, sign }, work, begin),
    loadPrisma: prisma.load,
    async [Symbol.asyncDispose]() {
      await prisma[Symbol.asyncDispose]();
      await pool.end();
    },
  };
}

/** Given an error, the pool closes the connection and rejects the request that waits for it. */
const verifyWith =
  (refuse: (connection: Queryable) => Promise<string | undefined>) =>
  (client: pg.PoolClient, verified: (error?: Error) => void): void => {
    refuse(client).then(
      (reason) => verified(reason === undefined ? undefined : new LoginRefusedError(reason)),
      verified,
    );
  };

const settingsOf = ({
  queryTimeoutMs,
  lockTimeoutMs,
  indexOnlyPlans,
  isPlannedOnce,
  asyncCommit,
}: Pick<
  Limits,
  'queryTimeoutMs' | 'lockTimeoutMs' | 'indexOnlyPlans' | 'isPlannedOnce' | 'asyncCommit'
>): SessionSettings => ({
  ...IDLE_IN_TRANSACTION,
  statement_timeout: asPostgresWrites(queryTimeoutMs),
  lock_timeout: asPostgresWrites(lockTimeoutMs),
  ...(indexOnlyPlans && INDEX_ONLY_PLANS),
  ...(isPlannedOnce && PLANNED_ONCE),
  ...(asyncCommit && ASYNC_COMMIT),
});

/** A duration in the largest unit that it is a whole number of, as `current_setting` returns it. */
function asPostgresWrites(ms: number): string {
  if (ms === 0) return '0';
  if (ms % 60_000 === 0) return `${ms / 60_000}min`;
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** The password in a URL of Postgres; empty for a login without one. */
const passwordIn = (url: string): string => (URL.canParse(url) ? decodeURIComponent(new URL(url).password) : '');

async function inTransaction<T>(
  { pool, prisma, sign }: { pool: pg.Pool; prisma: PrismaOnPool; sign: Sign },
  work: (tx: Transaction) => Promise<T>,
  begin: Begin = 'begin',
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const { run, end } = prisma.within(client);
  try {
    await (typeof begin === 'string' ? client.query(begin) : begin(client));
    const result = await work({ query: client.query.bind(client), prisma: run, sign });
    await end();
    await client.query('commit');
    return result;
  } catch (error) {
    await end();
    await client.query('rollback').catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    client.release(broken);
  }
}

const ignore = () => {};

/** True where a statement waited for a lock of another session until its time limit. */
export const isLockHeld = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === '55P03';
