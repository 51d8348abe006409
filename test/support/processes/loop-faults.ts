import pg from 'pg';
import { databaseUrl } from '../../setup/database-url.ts';

/** Faults of a database that make the work of loops fail; each is undone by what it returns. */
export type LoopFaults = AsyncDisposable & {
  /** The tables do not exist. */
  hideTables: (tables: readonly string[]) => Promise<() => Promise<void>>;
  /** Another session holds the tables. */
  lockTables: (tables: readonly string[]) => Promise<() => Promise<void>>;
  /** Cuts all connections of processes, and admits none. */
  refuseConnections: () => Promise<() => Promise<void>>;
  query: (sql: string, values?: unknown[]) => Promise<unknown>;
};

/** Works from a database beside this one, so that it is connected while the other admits nothing. */
export async function openLoopFaults(url: string): Promise<LoopFaults> {
  const name = new URL(url).pathname.slice(1);
  const beside = new pg.Client({ connectionString: databaseUrl(url, 'postgres') });
  await beside.connect();
  /** A connection of its own each time: it is among those that are cut. */
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: url, application_name: 'faults of a test' });
    await client.connect();
    return client;
  };
  const query = async (sql: string, values: unknown[] = []): Promise<void> => {
    const client = await connect();
    try {
      await client.query(sql, values);
    } finally {
      await client.end();
    }
  };
  const rename = (tables: readonly string[], from: (table: string) => string, to: (table: string) => string) =>
    query(tables.map((table) => `alter table ${from(table)} rename to ${to(table)}`).join(';'));
  const [asIs, hidden] = [(table: string) => table, (table: string) => `${table}_hidden`];

  return {
    query,
    async hideTables(tables) {
      if (tables.length > 0) await rename(tables, asIs, hidden);
      return async () => {
        if (tables.length > 0) await rename(tables, hidden, asIs);
      };
    },
    async lockTables(tables) {
      const holder = await connect();
      await holder.query('begin');
      if (tables.length > 0) await holder.query(`lock table ${tables.join()} in access exclusive mode`);
      return () => holder.end();
    },
    async refuseConnections() {
      await beside.query(`alter database ${name} allow_connections false`);
      await beside.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
      return async () => void (await beside.query(`alter database ${name} allow_connections true`));
    },
    [Symbol.asyncDispose]: () => beside.end(),
  };
}
