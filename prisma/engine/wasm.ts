/** Prisma's schema engine as WebAssembly, talking to PostgreSQL through `pg`: migrations without a downloaded binary. */
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import { pinnedSession } from '@trunkline/service/postgres-session';
import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';

/** An engine for the database at `url`; dispose it to close the connection. */
export async function openEngine(url: string, datamodels?: [path: string, content: string][]) {
  const adapter = new MigrationPg(url);
  const engine = await SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter));
  return Object.assign(engine, { [Symbol.asyncDispose]: () => adapter[Symbol.asyncDispose]() });
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Query = Parameters<Adapter['queryRaw']>[0];
type PoolQuery = (...args: unknown[]) => Promise<pg.QueryResult>;

/** The object id of the type `"char"`, in which the catalogs keep their flags. */
const CHAR = 18;

/**
 * Runs at the end of each script, in its transaction: a migration is recorded as applied exactly when its script is. The
 * engine records that in a statement of its own, after which nothing is left to do.
 */
const RECORD_APPLIED = `
;
do $$ begin
  if to_regclass('_prisma_migrations') is not null then
    update _prisma_migrations set finished_at = now() where finished_at is null and rolled_back_at is null;
  end if;
end $$`;

/**
 * Runs once the engine has its lock: a migration that is not recorded as applied was interrupted or failed, and its script,
 * which is one transaction, left nothing. Unless it is recorded as rolled back, Prisma refuses every migration (P3009).
 */
const RECORD_ROLLED_BACK = RECORD_APPLIED.replace('set finished_at', 'set rolled_back_at');

/**
 * Runs at the start of each script. A statement that waits for a table lock makes all later ones on that table wait
 * behind it: a script that cannot have its lock at once ends, and is tried again.
 */
const GIVE_UP_WAITING = `set local lock_timeout = '3s';
`;
const ATTEMPTS = 10;
/** Apps at work may close a circle at each attempt; each takes a second or two. */
const ATTEMPTS_IN_A_CIRCLE = 30;

/**
 * Where a script and an app wait for each other, the one that looks first gives up. An app repeats a small transaction, a
 * script everything; so scripts look last, where their login may say so.
 */
const LOOK_LAST = `do $$ begin
  set local deadlock_timeout = '30s';
exception when insufficient_privilege then null;
end $$;
`;

/** Runs a script, again while sessions of apps hold its locks, or wait for them in a circle with it. */
async function withLocks(run: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      return await run();
    } catch (error) {
      if (attempt >= attemptsFor(error)) throw error;
      await delay(Math.min(attempt * 500, 3000));
    }
}

/** How often a script is run that ends so: lock not available, deadlock detected, or anything else. */
function attemptsFor(error: unknown): number {
  const { originalCode: code } = (error as { cause?: { originalCode?: string } }).cause ?? {};
  if (code === '40P01') return ATTEMPTS_IN_A_CIRCLE;
  return code === '55P03' ? ATTEMPTS : 1;
}

/**
 * `PrismaPg` with its two gaps as a migration adapter closed: it cuts scripts at every `;` (a script sent without
 * parameters runs whole, `$$` bodies included), and it does not know the type `"char"`.
 */
class MigrationPg extends PrismaPg implements AsyncDisposable {
  readonly #url: string;
  readonly #pool: pg.Pool;
  readonly #flagColumns = new WeakMap<unknown[], number[]>();

  constructor(url: string) {
    const pool = new pg.Pool({ ...pinnedSession(url), max: 1 }); // one session: advisory locks and SET hold between calls
    super(pool);
    this.#url = url;
    this.#pool = pool;
    const query = pool.query.bind(pool) as PoolQuery;
    Object.assign(pool, { query: async (...args: unknown[]) => this.#passFlagsAsText(await query(...args)) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#pool.ended) await this.#pool.end();
  }

  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    const executeRaw = adapter.executeRaw.bind(adapter);
    const executeScript = async (sql: string) => void (await executeRaw({ sql, args: [], argTypes: [] }));
    return Object.assign(adapter, {
      queryRaw: async (query: Query) => {
        const result = await queryRaw(query);
        for (const index of this.#flagColumns.get(result.rows) ?? [])
          result.columnTypes[index] = ColumnTypeEnum.Character;
        return result;
      },
      executeRaw: async (query: Query) => {
        const count = await executeRaw(query);
        if (query.sql.includes('pg_advisory_lock(')) await executeScript(RECORD_ROLLED_BACK);
        return count;
      },
      executeScript: (script: string) =>
        withLocks(() => executeScript(`${GIVE_UP_WAITING}${LOOK_LAST}${script}${RECORD_APPLIED}`)),
    });
  }

  /** The original drops the shadow database while its own pool still holds it open. */
  override async connectToShadowDb(): Promise<Adapter> {
    const name = `prisma_shadow_${process.pid}_${Date.now()}`;
    await this.#pool.query(`CREATE DATABASE "${name}" TEMPLATE template0`);
    const url = new URL(this.#url);
    url.pathname = name;
    const shadow = new MigrationPg(url.href);
    const dispose = async (): Promise<void> => {
      await shadow[Symbol.asyncDispose]();
      await this.#pool.query(`DROP DATABASE "${name}" WITH (FORCE)`);
    };
    return Object.assign(await shadow.connect(), { dispose });
  }

  /** Declared as text, a `"char"` passes `PrismaPg`; `queryRaw` restores its type for the engine. */
  #passFlagsAsText(result: pg.QueryResult): pg.QueryResult {
    const flags = (result.fields ?? []).filter(({ dataTypeID }) => dataTypeID === CHAR);
    if (flags.length)
      this.#flagColumns.set(
        result.rows,
        flags.map((field) => result.fields.indexOf(field)),
      );
    for (const field of flags) field.dataTypeID = pg.types.builtins.TEXT;
    return result;
  }
}
