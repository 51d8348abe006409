import { openDatabase, type Database } from '@trunkline/db/connection';
import { startPostgres } from '../apps/local/src/postgres/start-postgres.ts';
import { migrate } from '../apps/local/src/postgres/migrate.ts';
import { startRedis } from '../test/support/queue/redis.ts';
import { ORIGIN, TOKEN } from './callbacks.ts';
import { startLoad, type BenchLoad } from './processes.ts';
import type { BenchEnv } from './rates.ts';

export type Bench = AsyncDisposable & { env: BenchEnv; db: Database; load: BenchLoad };

/** Durable Postgres with our schema, a Redis, and a process that sends load: all thrown away at the end. */
export async function openBench(): Promise<Bench> {
  await using opening = new AsyncDisposableStack();
  const postgres = opening.use(
    await startPostgres({ settings: { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' } }),
  );
  const redis = opening.use(await startRedis());
  const url = new URL(postgres.url);
  url.pathname = 'bench';
  await migrate(url.href);
  const env = {
    DATABASE_URL: url.href,
    REDIS_URL: redis.url,
    TWILIO_AUTH_TOKEN: TOKEN,
    WEBHOOK_BASE_URL: ORIGIN,
    LOG_LEVEL: 'error',
  };
  const db = opening.use(openDatabase(url.href, 'bench', { queryTimeoutMs: 600_000 }));
  const load = opening.use(startLoad());
  const opened = opening.move();
  return { env, db, load, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
