/** Prisma's schema engine as WebAssembly, talking to PostgreSQL through `pg`: migrations without a downloaded binary. */
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { SchemaEngine } from '@prisma/schema-engine-wasm';
import { pinnedSession } from '@trunkline/service/postgres-session';
import pg from 'pg';

/** An engine for the database at `url`; dispose it to close the connection. */
export async function openEngine(url: string, datamodels?: [path: string, content: string][]) {
  const adapter = new MigrationPg(url);
  const engine = await SchemaEngine.new({ datamodels }, () => {}, bindMigrationAwareSqlAdapterFactory(adapter));
  return Object.assign(engine, { [Symbol.asyncDispose]: () => adapter[Symbol.asyncDispose]() });
}

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;
type Query = (...args: unknown[]) => Promise<pg.QueryResult>;

/** The object id of the type `"char"`, in which the catalogs keep their flags. */
const CHAR = 18;

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
    const query = pool.query.bind(pool) as Query;
    Object.assign(pool, { query: async (...args: unknown[]) => this.#passFlagsAsText(await query(...args)) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#pool.ended) await this.#pool.end();
  }

  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    return Object.assign(adapter, {
      queryRaw: async (query: Parameters<Adapter['queryRaw']>[0]) => {
        const result = await queryRaw(query);
        for (const index of this.#flagColumns.get(result.rows) ?? [])
          result.columnTypes[index] = ColumnTypeEnum.Character;
        return result;
      },
      executeScript: async (sql: string) => {
        await adapter.executeRaw({ sql, args: [], argTypes: [] });
      },
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
