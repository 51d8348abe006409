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
export type Transaction = Queryable & { prisma: RunPrisma };

export type Database = AsyncDisposable & {
  pool: pg.Pool;
  /** Runs `work` on one connection between `begin` (or what is given for it) and `commit`; any error rolls back. */
  transaction<T>(work: (tx: Transaction) => Promise<T>, begin?: string): Promise<T>;
  /** Loads Prisma's client, which otherwise the first transaction that uses it waits for (half a second). */
  loadPrisma(): Promise<void>;
};

type Limits = {
  maxConnections: number;
  connectTimeoutMs: number;
  queryTimeoutMs: number;
  /** For processes that only look rows up by key: plans stay on the indexes, also those made while tables were empty. */
  indexOnlyPlans: boolean;
  /** For a few named statements over many tables: planned once, joined row by row. Planning them takes longer than running them. */
  isPlannedOnce: boolean;
  /** Says why a new connection must not be used, if so. */
  refuse: (connection: Queryable) => Promise<string | undefined>;
  /** Commits do not wait for the disk: for work that is repeated, with the same result, if a crash undoes it. */
  asyncCommit: boolean;
};

const DEFAULTS: Omit<Limits, 'refuse'> = {
  maxConnections: 5,
  connectTimeoutMs: 5000,
  queryTimeoutMs: 30_000,
  indexOnlyPlans: false,
  isPlannedOnce: false,
  asyncCommit: false,
};

const INDEX_ONLY_PLANS = { enable_seqscan: 'off', jit: 'off' };
const PLANNED_ONCE = { plan_cache_mode: 'force_generic_plan', enable_hashjoin: 'off', enable_mergejoin: 'off' };
const ASYNC_COMMIT = { synchronous_commit: 'off' };

/** One connection pool for the process; nothing connects until the first query. */
export function openDatabase(url: string, applicationName: string, limits: Partial<Limits> = {}): Database {
  const { maxConnections, connectTimeoutMs, queryTimeoutMs, ...plans } = { ...DEFAULTS, ...limits };
  const { connectionString, options, settings } = pinnedSession(url, settingsOf(plans));
  const pool = new pg.Pool({
    connectionString,
    options,
    application_name: `trunkline ${applicationName}`,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
    verify: verifyWith(
      async (connection) => (await findUnpinned(connection, settings)) ?? (await limits.refuse?.(connection)),
    ),
  });
  pool.on('error', () => {}); // an idle connection broke; the next query opens another, and reports the cause if that fails
  const prisma = prismaOnPool(pool);
  return {
    pool,
    transaction: (work, begin) => inTransaction(pool, prisma, work, begin),
    loadPrisma: prisma.load,
    async [Symbol.asyncDispose]() {
      await prisma[Symbol.asyncDispose]();
      await pool.end();
    },
  };
}

/** Given an error, the pool closes the connection and rejects the request that waits for it. */
const verifyWith =
  (refuse: Limits['refuse']) =>
  (client: pg.PoolClient, verified: (error?: Error) => void): void => {
    refuse(client).then(
      (reason) => verified(reason === undefined ? undefined : new LoginRefusedError(reason)),
      verified,
    );
  };

const settingsOf = ({
  indexOnlyPlans,
  isPlannedOnce,
  asyncCommit,
}: Pick<Limits, 'indexOnlyPlans' | 'isPlannedOnce' | 'asyncCommit'>): SessionSettings => ({
  ...(indexOnlyPlans && INDEX_ONLY_PLANS),
  ...(isPlannedOnce && PLANNED_ONCE),
  ...(asyncCommit && ASYNC_COMMIT),
});

async function inTransaction<T>(
  pool: pg.Pool,
  prisma: PrismaOnPool,
  work: (tx: Transaction) => Promise<T>,
  begin = 'begin',
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  client.on('error', ignore); // the query that fails reports it
  const { run, end } = prisma.within(client);
  try {
    await client.query(begin);
    const result = await work({ query: client.query.bind(client), prisma: run });
    await end();
    await client.query('commit');
    return result;
  } catch (error) {
    await end();
    await client.query('rollback').catch((cause: Error) => (broken = cause));
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

const ignore = () => {};

/** SQLSTATE classes that say nothing about the row: connection, resources, operator, deadlock and serialization. */
const TRANSIENT = /^(?:08|53|57|58|40|55P03|25006|XX)/;

/** True where the same work may succeed later, without a change to the row. */
export function isTransient(error: unknown): boolean {
  if (error instanceof LoginRefusedError) return true;
  if (error instanceof pg.DatabaseError) return TRANSIENT.test(error.code ?? '');
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return true; // a socket error
  return typeof message === 'string' && /timeout|terminated|Connection|not queryable|pool/i.test(message);
}
