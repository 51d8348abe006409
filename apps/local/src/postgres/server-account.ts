import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';

const run = promisify(execFile);

/** Outlives a reboot, unlike /tmp. */
export const OPEN_TO_ALL = '/var/tmp';

/** The account that a server runs as; empty for the current user. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** PostgreSQL refuses to run as root; then it runs as `nobody`, an account that every system has. */
export async function serverAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'nobody'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

/** Whether the account may enter a folder; a checkout below /root is closed to `nobody`. */
export async function canReach(account: Account, folder: string): Promise<boolean> {
  return run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  );
}

/** The folder itself or, where the account cannot enter its parent, a folder below /var/tmp that is derived from its path. */
export async function reachableFolder(folder: string, account: Account): Promise<string> {
  await makeFolder(dirname(folder));
  if (await canReach(account, dirname(folder))) return folder;
  const id = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const parent = join(OPEN_TO_ALL, `trunkline-${id}`);
  await makeFolder(parent);
  const { uid } = await stat(parent); // every user can create a name below /var/tmp first
  if (uid === process.getuid?.()) return join(parent, basename(folder));
  throw new StartError(`${parent} belongs to another user (uid ${uid}). Remove it, or move the checkout out of /root.`);
}

async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made) await chmod(folder, 0o755); // whatever the umask is: the account must pass through
}
