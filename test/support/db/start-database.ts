import '../processes/end-with-parent.ts';
import { keySql } from '@trunkline/access';
import { createQueueTables } from '@trunkline/queues';
import { pinnedSession } from '@trunkline/service/postgres-session';
import pg from 'pg';
import { startPostgres, type PostgresOptions } from '../../../apps/local/src/postgres/start-postgres.ts';
import { migrate } from '../../../apps/local/src/postgres/migrate.ts';
import { databaseUrl } from '../../setup/database-url.ts';
import { freePort } from '../processes/free-port.ts';

/** Settings under which Postgres survives its own crash; a throw-away server without them syncs nothing to disk. */
export const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

/** Starts a PostgreSQL with one migrated database, at `url`. Both are thrown away at the end. */
export async function startDatabase(
  name: string,
  options: PostgresOptions = {},
): Promise<AsyncDisposable & { url: string }> {
  await using starting = new AsyncDisposableStack();
  const postgres = starting.use(await startPostgres({ port: await freePort(), ...options }));
  const url = databaseUrl(postgres.url, name);
  await migrateForTests(url);
  const started = starting.move();
  return { url, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** Migrates a database whose server asks for no password: the key of signatures is that of the empty one. */
export async function migrateForTests(url: string): Promise<void> {
  await migrate(url);
  const client = new pg.Client(pinnedSession(url));
  await client.connect();
  for (const sql of keySql('')) await client.query(sql);
  await client.end();
  await createQueueTables(url);
}
