import { expect, test } from '@jest/globals';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startFakeServer } from '../support/fake-server.ts';

const run = promisify(execFile);

test('the packed command is one file without dependencies, asks an API, and names what needs a checkout', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-pack-'));
  try {
    const packed = await run(process.execPath, ['apps/cli/src/pack/pack-command.ts', folder]);
    const archive = resolve(packed.stdout.trim());
    const home = join(folder, 'home');
    await writeFile(join(folder, 'package.json'), '{}');
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--prefix', home, archive]);
    expect(await readdir(join(home, 'node_modules'))).toEqual(['.bin', '.package-lock.json', 'trunkline']);
    const trunkline = (...args: string[]) =>
      run(process.execPath, [join(home, 'node_modules/.bin/trunkline'), ...args], { cwd: home });

    await using api = await startFakeServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: [], page: { next_cursor: null } }));
    });
    expect(await trunkline('calls', 'list', '--url', api.url, '--key', 'tk_1')).toEqual({
      stdout: '',
      stderr: 'No call matches.\n',
    });
    const { stdout } = await trunkline('--help');
    expect(stdout).toMatch(/^ {2}explain /m);
    expect(stdout).not.toMatch(/^ {2}(backup|start) /m);
    await expect(trunkline('backup', 'here')).rejects.toMatchObject({
      code: 2,
      stderr: 'trunkline backup works in a checkout of Trunkline alone. There, run npx trunkline backup.\n',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
