import '../processes/end-with-parent.ts';
import { API_ROLE } from '@trunkline/access';
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
  await migrate(url);
  const started = starting.move();
  return { url, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** The same database under the API's own login; the test server asks for no password. */
export function asApiRole(url: string): string {
  const login = new URL(url);
  login.username = API_ROLE;
  return login.href;
}
