import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Whom a server runs as; empty means as the current user. */
export interface Account {
  uid?: number;
  gid?: number;
}

/** PostgreSQL refuses to run as root; there, `nobody` owns the cluster. */
export async function serverAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return {};
  const id = async (flag: string): Promise<number> => Number((await run('id', [flag, 'nobody'])).stdout);
  return { uid: await id('-u'), gid: await id('-g') };
}

/** Whether the account can pass through a folder and all its parents: a checkout under /root is closed to `nobody`. */
export async function canReach(account: Account, folder: string): Promise<boolean> {
  return run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/' }).then(
    () => true,
    () => false,
  );
}
