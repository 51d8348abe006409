import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Account, canReach } from './server-account.ts';
import { StartError } from '../start-error.ts';

/** Outlives a reboot, unlike /tmp. */
export const OPEN_TO_ALL = '/var/tmp';

/**
 * The folder itself, or, where the account cannot get to it, a stand-in under /var/tmp that is always the same for
 * the same folder.
 */
export async function reachableFolder(folder: string, account: Account): Promise<string> {
  await makeFolder(dirname(folder));
  if (await canReach(account, dirname(folder))) return folder;
  const id = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const parent = join(OPEN_TO_ALL, `trunkline-${id}`);
  await makeFolder(parent);
  await refuseForeign(parent);
  return join(parent, basename(folder));
}

/** Makes a folder that only the account may read. */
export async function makePrivateFolder(folder: string, { uid, gid }: Account): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (uid !== undefined && gid !== undefined) await chown(folder, uid, gid);
}

async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true });
  if (made) await chmod(folder, 0o755); // whatever the umask says, the account must pass through
}

/** Anybody can create a name under /var/tmp first. */
async function refuseForeign(folder: string): Promise<void> {
  const { uid } = await stat(folder);
  if (uid === process.getuid?.()) return;
  throw new StartError(`${folder} belongs to another user (uid ${uid}). Remove it, or move the checkout out of /root.`);
}
