import '../processes/end-with-parent.ts';
import { keySql } from '@trunkline/access';
import { createQueueTables } from '@trunkline/queues';
import { pinnedSession } from '@trunkline/service/postgres-session';
import pg from 'pg';
import { migrate } from '../../../apps/local/src/postgres/migrate.ts';
import { startPostgres, type PostgresOptions } from '../../../apps/local/src/postgres/start-postgres.ts';
import { databaseUrl } from '../../setup/database-url.ts';
import { freePort } from '../processes/free-port.ts';
import { PREPARED, preparedCluster } from './prepared-cluster.ts';

/** Settings under which Postgres survives its own crash; a throw-away server without them syncs nothing to disk. */
export const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

type Server = Awaited<ReturnType<typeof startPostgres>>;

/** Starts a PostgreSQL with one migrated database, at `url`. Both are thrown away at the end. */
export async function startDatabase(
  name: string,
  options: PostgresOptions = {},
): Promise<AsyncDisposable & { url: string }> {
  const { server, url } = await startMigrated(name, options);
  return { url, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** Starts a PostgreSQL with one migrated database, at `url`. */
export async function startMigrated(name: string, options: PostgresOptions): Promise<{ server: Server; url: string }> {
  await using starting = new AsyncDisposableStack();
  const copyOf = await preparedCluster();
  const server = starting.use(await startPostgres({ port: await freePort(), copyOf, ...options }));
  const url = databaseUrl(server.url, name);
  await run(databaseUrl(server.url, 'postgres'), [`alter database ${PREPARED} rename to ${name}`]);
  await prepareForTests(url);
  starting.move();
  return { server, url };
}

/** Migrates a database whose server asks for no password. */
export async function migrateForTests(url: string): Promise<void> {
  await migrate(url);
  await prepareForTests(url);
}

/** The key of signatures is that of the empty password. */
async function prepareForTests(url: string): Promise<void> {
  await run(url, keySql(''));
  await createQueueTables(url);
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(pinnedSession(url));
  await client.connect();
  try {
    for (const sql of statements) await client.query(sql);
  } finally {
    await client.end();
  }
}
