import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { StartError } from '../start-error.ts';
import { stopWithParent } from '../supervision/stop-with-parent.ts';
import type { Account } from './server-account.ts';

const run = promisify(execFile);

/** A line of pg_hba.conf that lets every process of this machine in. */
const TRUST = /^(\s*(?!#)\S.*\s)trust\s*$/gm;

/**
 * Makes a cluster that is stopped ask for a password, and returns it. The file keeps it, with mode 0600. A cluster that
 * trusted everyone, as those of earlier versions did, gets its password here; so does one whose file was lost.
 */
export async function protectCluster(
  program: string,
  dataDir: string,
  { passwordFile, account }: { passwordFile: string; account: Account },
): Promise<string> {
  const rules = join(dataDir, 'pg_hba.conf');
  const [kept, before] = await Promise.all([read(passwordFile), readFile(rules, 'utf8')]);
  const after = before.replaceAll(TRUST, '$1scram-sha-256');
  if (kept && after === before) return kept;
  const password = kept || (await makePassword(passwordFile));
  await setPassword(program, dataDir, password, account);
  if (after !== before) await writeFile(rules, after); // last: a start that was killed begins again
  return password;
}

const read = (file: string): Promise<string> =>
  readFile(file, 'utf8').then(
    (text) => text.trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw new StartError(`The password of the database cannot be read from ${file}: ${error.message}`);
    },
  );

async function makePassword(file: string): Promise<string> {
  const password = randomBytes(24).toString('hex');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.unfinished`, `${password}\n`, { mode: 0o600 });
  await rename(`${file}.unfinished`, file);
  return password;
}

/** By the server's single-user mode, which needs no password and listens nowhere. */
async function setPassword(program: string, dataDir: string, password: string, account: Account): Promise<void> {
  const setting = run(program, ['--single', '-D', dataDir, 'postgres'], { ...account, cwd: '/', env: { TZ: 'UTC' } });
  stopWithParent(setting.child);
  setting.child.stdin?.end(`alter role postgres password '${password}'\n`);
  const { stdout, stderr } = await setting;
  const output = `${stdout}${stderr}`;
  if (/\b(?:ERROR|FATAL)\b/.test(output)) throw new StartError(`The database got no password:\n${output.trim()}`);
}
