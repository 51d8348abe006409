import type { AppWithRights } from '@trunkline/access';
import { EnvError, type Logger } from '@trunkline/service';
import { findExcess } from './check-login.ts';
import { LoginRefusedError, openDatabase, type Database, type Limits } from './open-database.ts';

type App = { config: { DATABASE_URL: string; NODE_ENV: string }; log: Logger };

/**
 * The pool of an app that logs in as itself. A login that may do more than the app needs is refused in production, and
 * warned of elsewhere, once. `purpose` is what the pool is for, in the name that Postgres shows, where the app has two.
 */
export async function openAppDatabase(
  app: AppWithRights,
  { config, log }: App,
  { purpose, ...limits }: Omit<Partial<Limits>, 'refuse'> & { purpose?: string } = {},
): Promise<Database> {
  let hasWarned = false;
  const refuse: Limits['refuse'] = async (connection) => {
    const excess = hasWarned ? undefined : await findExcess(connection, app);
    if (excess === undefined || config.NODE_ENV === 'production') return excess;
    if (!hasWarned) log.warn({ event: 'login_with_excess' }, excess);
    hasWarned = true;
    return undefined;
  };
  const db = openDatabase(config.DATABASE_URL, purpose ? `${app} ${purpose}` : app, { ...limits, refuse });
  await refuseLogin(db);
  return db;
}

/** Fails the start if the login is refused. While Postgres is unavailable, each later connection checks it. */
export async function refuseLogin({ pool }: Pick<Database, 'pool'>): Promise<void> {
  const connection = await pool.connect().catch((error: unknown) => {
    if (error instanceof LoginRefusedError) throw new EnvError(error.message);
  });
  connection?.release();
}
