/**
 * Finds what an interrupted `npm install` left out. npm does not: its next run takes each folder that has a package.json
 * for a whole package. Plain JavaScript without dependencies, as even Node may be what is missing.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @returns {string[]} what is missing or broken, one thing a line; empty after a finished install */
export function findUnfinished(/** @type {string} */ checkout) {
  const wanted = readJson(join(checkout, 'package-lock.json'))?.packages ?? {};
  const installed = readJson(join(checkout, 'node_modules', '.package-lock.json'))?.packages;
  if (!installed) return ['node_modules/.package-lock.json, which npm writes at the end'];
  const unlisted = Object.keys(wanted).filter((path) => isRequired(path, wanted[path]) && !installed[path]);
  const packages = Object.keys(installed).filter((path) => path in wanted && path.includes('node_modules/'));
  return [
    ...unlisted,
    ...packages.filter((path) => !isWhole(checkout, path, wanted[path])),
    ...listRetired(checkout),
    ...listMissingTools(checkout),
  ];
}

/** An optional package may be left out: it is for another platform, or could not be built. */
const isRequired = (path, { optional, devOptional }) => path.includes('node_modules/') && !optional && !devOptional;

/** Has the wanted version and the files to load it by; a link to a workspace leads to its package.json. */
function isWhole(checkout, path, { version, link }) {
  const folder = join(checkout, path);
  const manifest = readJson(join(folder, 'package.json'));
  if (!manifest || link) return Boolean(manifest);
  const { main, exports } = manifest;
  const hasOne = (names) => names.length === 0 || names.some((name) => existsSync(join(folder, name)));
  const hasMain = !main || hasOne(['', '.js', '.json', '.node', '/index.js'].map((end) => `${main}${end}`));
  return manifest.version === version && hasMain && hasOne(namedFiles(exports));
}

/** The files that `exports` names; some packages lack one of them, and names in `bin` are wrong in others. */
function namedFiles(exports) {
  if (typeof exports === 'string') return exports.includes('*') ? [] : [exports];
  return typeof exports === 'object' && exports !== null ? Object.values(exports).flatMap(namedFiles) : [];
}

/** npm renames a package that it replaces to `.<name>-<random>`, and removes that at the end. */
const listRetired = (checkout) =>
  readdirSync(join(checkout, 'node_modules'))
    .filter((name) => /^\..+-[A-Za-z0-9]{8}$/.test(name))
    .map((name) => `node_modules/${name}, which npm removes at the end`);

/** Node 24, Prisma's command line, and the client that it generates. */
function listMissingTools(checkout) {
  const schema = readText(join(checkout, 'prisma', 'schema.prisma'));
  const models = [...schema.matchAll(/^model (\w+)/gm)].map(([, name]) => `models/${name}.ts`);
  const generated = ['client.ts', 'internal/class.ts', ...models].map((name) => `packages/db/src/generated/${name}`);
  const tools = ['node_modules/.bin/prisma', ...generated].filter((path) => !isFile(join(checkout, path)));
  return runsTypeScript()
    ? tools
    : [`Node 24 (this is ${process.version}), which the package node-<system> holds`, ...tools];
}

const runsTypeScript = () => Number(process.versions.node.split('.')[0]) >= 24;

const isFile = (path) => existsSync(path) && statSync(path).size > 0;

function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function readJson(path) {
  try {
    return JSON.parse(readText(path));
  } catch {
    return undefined;
  }
}
