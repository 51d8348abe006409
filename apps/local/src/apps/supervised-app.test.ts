import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '../../../../test/support/processes/free-port.ts';
import { isFree } from '../ports.ts';
import { SupervisedApp } from './supervised-app.ts';

const APP = `
import { createServer } from 'node:http';
console.log(JSON.stringify({ level: 'info', msg: 'started' }));
createServer((request, response) => {
  if (request.url === '/crash') {
    console.log(JSON.stringify({ level: 'error', msg: 'about to crash' }));
    throw new Error('crashed');
  }
  response.end();
}).listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => { console.log('closed'); process.exit(0); });
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trunkline-test-'));
  await mkdir(join(folder, 'sample', 'src'), { recursive: true });
  await writeFile(join(folder, 'sample', 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'sample', 'src', 'main.ts'), APP);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('an app that crashes is reported and started again, and stops cleanly', async () => {
  const said: string[] = [];
  const port = await freePort();
  const say = (line: string): void => void said.push(line);
  const app = new SupervisedApp(
    { name: 'sample', port, args: [] },
    { appsFolder: folder, logFolder: folder, env: process.env, say },
  );
  await app.untilHealthy();
  await fetch(`${app.url}/crash`).catch(() => {});
  await app.untilHealthy();
  await app[Symbol.asyncDispose]();

  expect(said).toEqual([
    'sample: ERROR about to crash',
    'sample ended (exit code 1: Error: crashed); starting it again in 0.5 s',
  ]);
  const log = await readFile(join(folder, 'sample.log'), 'utf8');
  expect(log.match(/"started"/g)).toHaveLength(2);
  expect(log).toMatch(/closed\n$/);
  expect(await isFree(port)).toBe(true);
});
