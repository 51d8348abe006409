import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isFree } from '../ports.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { ensureCluster, awaitPreviousServer } from './data-folder.ts';
import { launchPostgres, type Postgres } from './postgres-process.ts';
import { OPEN_TO_ALL, reachableFolder } from './reachable-folder.ts';
import { type Account, canReach, serverAccount } from './server-account.ts';
import { StartError } from '../start-error.ts';

export interface PostgresOptions {
  /** Kept between starts, and durable. Without it the data is thrown away at the end, and never synced to disk. */
  dataDir?: string;
  /** A free one when not given. */
  port?: number;
  settings?: Record<string, string>;
  /** The server's log; in the data folder when not given. */
  logFile?: string;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  max_connections: '200',
};
const THROW_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Starts a real PostgreSQL from npm's binaries, also as root; it stops with this process, even after kill -9. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const account = await serverAccount();
  const isThrowAway = options.dataDir === undefined;
  const dataDir = options.dataDir ? await reachableFolder(options.dataDir, account) : await throwAwayFolder(account);
  const port = options.port ?? (await freePort());
  const binaries = await postgresBinaries(account);
  await ensureCluster(binaries, dataDir, account);
  await awaitPreviousServer(dataDir);
  if (!(await isFree(port))) throw new StartError(`PostgreSQL cannot start: port ${port} of 127.0.0.1 is in use.`);

  const settings = { ...SETTINGS, ...(isThrowAway ? THROW_AWAY : {}), ...options.settings };
  const logFile = options.logFile ?? join(dataDir, 'server.log');
  return launchPostgres(binaries.postgres, { dataDir, port, settings, logFile, account, isThrowAway });
}

async function throwAwayFolder(account: Account): Promise<string> {
  const parent = (await canReach(account, tmpdir())) ? tmpdir() : OPEN_TO_ALL;
  return mkdtemp(join(parent, 'trunkline-postgres-'));
}
