import { startDatabase } from '../support/db/start-database.ts';
import { startRedis } from '../support/queue/redis.ts';
import { databaseUrl, TEMPLATE } from './database-url.ts';

/** Starts the servers once per run and migrates the template from which each test file's database is cloned. */
export default async function startServices(): Promise<void> {
  const started = new AsyncDisposableStack();
  Object.assign(globalThis, { testServices: started });
  const database = started.use(await startDatabase(TEMPLATE));
  const redis = started.use(await startRedis());
  Object.assign(process.env, {
    TEST_POSTGRES_URL: databaseUrl(database.url, 'postgres'),
    TEST_REDIS_URL: redis.url,
  });
}
