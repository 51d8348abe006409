import pg from 'pg';
import type { PrismaClient } from '../generated/client.ts';

/** What hand-written SQL runs on: the pool, or one connection inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

/** This login must not be used; the message says why, and what to do. */
export class LoginRefusedError extends Error {
  override readonly name = 'LoginRefusedError';
}

export type Database = AsyncDisposable & {
  pool: pg.Pool;
  /** Prisma over the same pool; loaded at first use, since the hot paths never need it. */
  prisma(): Promise<PrismaClient>;
  /** Runs `work` on one connection between `begin` (or what is given for it) and `commit`; any error rolls back. */
  transaction<T>(work: (tx: pg.PoolClient) => Promise<T>, begin?: string): Promise<T>;
};

type Limits = {
  maxConnections: number;
  connectTimeoutMs: number;
  queryTimeoutMs: number;
  /** For processes that only look rows up by key: plans stay on the indexes, also those made while tables were empty. */
  byKeyOnly: boolean;
  /** For few named statements of many tables, which are planned once and join row by row: to plan them takes longer than to run them. */
  isPlannedOnce: boolean;
  /** Why a connection must not be used, if so: asked of every new one. */
  refuse: (connection: Queryable) => Promise<string | undefined>;
  /** Commits are not waited for on disk: for work that is done again, with the same result, when a crash takes it back. */
  mayRepeat: boolean;
};

const DEFAULTS: Omit<Limits, 'refuse'> = {
  maxConnections: 5,
  connectTimeoutMs: 5000,
  queryTimeoutMs: 30_000,
  byKeyOnly: false,
  isPlannedOnce: false,
  mayRepeat: false,
};

const BY_KEY_ONLY = ['-c enable_seqscan=off', '-c jit=off'];
const PLANNED_ONCE = ['-c plan_cache_mode=force_generic_plan', '-c enable_hashjoin=off', '-c enable_mergejoin=off'];
const MAY_REPEAT = ['-c synchronous_commit=off'];

/** One connection pool for the process; nothing connects until the first query. */
export function openDatabase(url: string, applicationName: string, limits: Partial<Limits> = {}): Database {
  const { maxConnections, connectTimeoutMs, queryTimeoutMs, ...plans } = { ...DEFAULTS, ...limits };
  const { refuse } = limits;
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `trunkline ${applicationName}`,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
    ...(refuse && { verify: verifyWith(refuse) }),
    options: settingsOf(plans).join(' '),
  });
  pool.on('error', () => {}); // an idle connection broke; the next query opens another and reports what is wrong
  let prisma: Promise<PrismaClient> | undefined;
  return {
    pool,
    prisma: () => (prisma ??= openPrisma(pool)),
    transaction: (work, begin) => inTransaction(pool, work, begin),
    async [Symbol.asyncDispose]() {
      await (await prisma)?.$disconnect();
      await pool.end();
    },
  };
}

/** The pool closes a connection about which it is told an error, and rejects whoever waits for it. */
const verifyWith =
  (refuse: Limits['refuse']) =>
  (client: pg.PoolClient, tell: (error?: Error) => void): void => {
    refuse(client).then((reason) => tell(reason === undefined ? undefined : new LoginRefusedError(reason)), tell);
  };

const settingsOf = ({
  byKeyOnly,
  isPlannedOnce,
  mayRepeat,
}: Pick<Limits, 'byKeyOnly' | 'isPlannedOnce' | 'mayRepeat'>) => [
  ...(byKeyOnly ? BY_KEY_ONLY : []),
  ...(isPlannedOnce ? PLANNED_ONCE : []),
  ...(mayRepeat ? MAY_REPEAT : []),
];

async function openPrisma(pool: pg.Pool): Promise<PrismaClient> {
  const [{ PrismaPg }, { PrismaClient }] = await Promise.all([
    import('@prisma/adapter-pg'),
    import('../generated/client.ts'),
  ]);
  return new PrismaClient({ adapter: new PrismaPg(pool) });
}

async function inTransaction<T>(pool: pg.Pool, work: (tx: pg.PoolClient) => Promise<T>, begin = 'begin'): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  client.on('error', ignore); // it is reported by the query that fails
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
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

/** True where the same work may succeed later without anybody mending the row. */
export function isTransient(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return TRANSIENT.test(error.code ?? '');
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return true; // a socket error
  return typeof message === 'string' && /timeout|terminated|Connection|not queryable|pool/i.test(message);
}
