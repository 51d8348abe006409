import { startPostgres } from '../../apps/local/src/postgres/start-postgres.ts';
import { migrate } from '../../apps/local/src/postgres/migrate.ts';
import { startRedis } from '../support/queue/redis.ts';
import { databaseUrl, TEMPLATE } from './database-url.ts';

/** Starts the servers once per run and migrates the template that every test file's database is cloned from. */
export default async function startServices(): Promise<void> {
  const started = new AsyncDisposableStack();
  Object.assign(globalThis, { testServices: started });
  const [postgres, redis] = await Promise.all([startPostgres(), startRedis()]);
  started.use(postgres);
  started.use(redis);
  await migrate(databaseUrl(postgres.url, TEMPLATE));
  Object.assign(process.env, { TEST_POSTGRES_URL: postgres.url, TEST_REDIS_URL: redis.url });
}
