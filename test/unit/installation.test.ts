import { spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { findUnfinished } from '../../apps/local/src/installation/find-unfinished.js';
import { readLock } from '../image/native-packages.ts';

const REMEDY = 'Run: rm -rf node_modules && npm install';

let copy: string;
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'trunkline-install-'));
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(CHECKOUT, name), join(copy, name));
  for (const name of ['prisma', 'packages']) cpSync(join(CHECKOUT, name), join(copy, name), { recursive: true });
  cpSync(join(CHECKOUT, 'apps/local/src'), join(copy, 'apps/local/src'), { recursive: true });
  linkPackages('node_modules');
  for (const folder of globSync('apps/*/node_modules', { cwd: CHECKOUT })) linkPackages(folder);
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

/** Each package is a link to that of the checkout, in folders of the copy's own. */
function linkPackages(folder: string): void {
  mkdirSync(join(copy, folder), { recursive: true });
  for (const name of readdirSync(join(CHECKOUT, folder))) {
    const path = join(folder, name);
    if (name === '.package-lock.json') cpSync(join(CHECKOUT, path), join(copy, path));
    else if (name.startsWith('@') || name === '.bin') linkPackages(path);
    else symlinkSync(join(CHECKOUT, path), join(copy, path));
  }
}

/** `npm start -- --help` in the copy. */
function start(...nodeFlags: string[]): { status: number | null; output: string } {
  const args = [...nodeFlags, join(copy, 'apps/local/src/start.js'), '--help'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: copy });
  return { status, output: `${stdout}${stderr}` };
}

/** Leaves of a package what an interrupted extraction may leave: its package.json, whole or not, and no more. */
function cutPackage(name: string, length = Number.POSITIVE_INFINITY): void {
  const folder = join(copy, 'node_modules', name);
  const manifest = readFileSync(join(folder, 'package.json'), 'utf8');
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), manifest.slice(0, length));
}

const remove = (path: string): void => rmSync(join(copy, path), { recursive: true });

test('a finished installation starts', () => {
  expect(start()).toEqual({ status: 0, output: expect.stringContaining('Usage: npm start') });
});

test.each<[string, () => void, string]>([
  [
    'without the list that npm writes at the end',
    () => remove('node_modules/.package-lock.json'),
    '.package-lock.json',
  ],
  [
    'with half of that list',
    () => {
      const file = join(copy, 'node_modules/.package-lock.json');
      writeFileSync(file, readFileSync(file, 'utf8').slice(0, 5000));
    },
    '.package-lock.json',
  ],
  ['without node_modules', () => remove('node_modules'), '.package-lock.json'],
  ['without a package', () => remove('node_modules/express'), 'node_modules/express'],
  ['without a package of a workspace', () => remove('apps/ingest/node_modules/lru-cache'), 'lru-cache'],
  ['without the link to a workspace', () => remove('node_modules/@trunkline/service'), '@trunkline/service'],
  ['with a package.json cut short', () => cutPackage('pino', 100), 'node_modules/pino'],
  ['with a package.json alone', () => cutPackage('retry'), 'node_modules/retry'],
  ['with the package.json of a module alone', () => cutPackage('log-update'), 'node_modules/log-update'],
  ['without Prisma', () => remove('node_modules/prisma'), 'node_modules/prisma'],
  ['without the link to Prisma', () => remove('node_modules/.bin/prisma'), '.bin/prisma'],
  ['without the generated client', () => remove('packages/db/src/generated'), 'packages/db/src/generated/client.ts'],
  ['with half of the generated client', () => remove('packages/db/src/generated/models/Call.ts'), 'models/Call.ts'],
  ['with a package that npm was replacing', () => mkdirSync(join(copy, 'node_modules/.pg-Ab3dEf9h')), '.pg-Ab3dEf9h'],
])('an installation %s is refused with the command that repairs it', (_, damage, missing) => {
  damage();
  const { status, output } = start();
  expect(status).toBe(1);
  expect(output).toContain(missing);
  expect(output.trim().split('\n').at(-1)).toBe(REMEDY);
});

test('an older Node, which reads no TypeScript, says what is missing', () => {
  const old = "data:text/javascript,Object.defineProperty(process.versions,'node',{value:'20.20.2'})";
  const { status, output } = start('--import', old);
  expect(status).toBe(1);
  expect(output).toContain('Node 24');
  expect(output).toContain(REMEDY);
});

test('a file that is missing inside of a package is refused when it is loaded', () => {
  const path = join(copy, 'node_modules/log-update');
  rmSync(path);
  cpSync(join(CHECKOUT, 'node_modules/log-update'), path, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as { exports: { default: string } };
  writeFileSync(join(path, manifest.exports.default), "import './lib/none.js';");
  const { status, output } = start();
  expect([status, output]).toEqual([1, expect.stringContaining(REMEDY)]);
});

test('whichever package is missing, it is noticed', () => {
  const lock = readLock();
  const required = Object.keys(lock).filter(
    (path) => /^node_modules\/[^@.][^/]*$/.test(path) && !isOptional(lock[path]),
  );
  const some = required.filter((_, index) => index % 25 === 0);
  expect(some.length).toBeGreaterThan(15);
  for (const path of some) {
    remove(path);
    expect(findUnfinished(copy)).toContain(path);
    symlinkSync(join(CHECKOUT, path), join(copy, path));
  }
  expect(findUnfinished(copy)).toEqual([]);
});

const isOptional = (entry: object | undefined): boolean =>
  Object(entry).optional === true || Object(entry).devOptional === true;
