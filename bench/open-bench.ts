import { openDatabase, type Database } from '@trunkline/db/connection';
import { DURABLE, startDatabase } from '../test/support/db/start-database.ts';
import { startRedis } from '../test/support/queue/redis.ts';
import { ORIGIN, TOKEN } from './callbacks.ts';
import { startLoad, type BenchLoad } from './processes.ts';
import type { BenchEnv } from './rates.ts';

export type Bench = AsyncDisposable & { env: BenchEnv; db: Database; load: BenchLoad };

/** A durable, migrated Postgres, a Redis and a process that sends load, all thrown away at the end. */
export async function openBench(): Promise<Bench> {
  await using opening = new AsyncDisposableStack();
  const { url } = opening.use(await startDatabase('bench', { settings: DURABLE }));
  const redis = opening.use(await startRedis());
  const env = {
    DATABASE_URL: url,
    REDIS_URL: redis.url,
    TWILIO_AUTH_TOKEN: TOKEN,
    WEBHOOK_BASE_URL: ORIGIN,
    LOG_LEVEL: 'error',
  };
  const db = opening.use(openDatabase(url, 'bench', { queryTimeoutMs: 600_000 }));
  const load = opening.use(startLoad());
  const opened = opening.move();
  return { env, db, load, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}
