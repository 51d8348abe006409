import { execFile } from 'node:child_process';
import { relative } from 'node:path';
import { promisify } from 'node:util';
import { toolEnv } from './tool-env.ts';

/** The folders that a line of npm would install, relative to the folder it runs in. npm decides; nothing is fetched. */
export async function planInstall(command: string, folder: string): Promise<string[]> {
  const dryRun = `${command} --dry-run --json --offline`;
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', dryRun], {
    cwd: folder,
    env: toolEnv(),
    maxBuffer: 64 * 1024 * 1024,
  });
  const { add } = JSON.parse(stdout.slice(stdout.search(/^\{/m))) as { add: { path: string }[] };
  return add.map(({ path }) => relative(folder, path));
}
