import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { clockEnv } from '@trunkline/service';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { listComposeVariables } from '../support/compose/compose-file.ts';
import { parseMarkdown } from '../support/docs/markdown.ts';

const GENERATED = ['docs/policy.md', 'docs/states.md', 'docs/benchmarks.md', 'docs/fault-matrix.md', 'docs/api.md'];
const OTHERS_FILES = ['node_modules', 'generated', '.data', '.cache', '.git', 'coverage'];

const list = (pattern: string): string[] =>
  globSync(pattern, { cwd: CHECKOUT, exclude: (path) => OTHERS_FILES.includes(basename(path)) });
const read = (path: string): string => readFileSync(join(CHECKOUT, path), 'utf8');

const pages = new Map(list('**/*.md').map((path) => [path, parseMarkdown(read(path))]));
const named = [...pages].filter(([path]) => /^(?:docs\/|README|CONTRIBUTING)/.test(path));
const operations = named.filter(([path]) => path.startsWith('docs/operations/'));
const files = new Set(list('{apps,packages,test,bench,prisma,docs/site}/**/*.ts').map((path) => basename(path)));
const source = list('{apps,packages}/*/src/**/*.ts')
  .filter((path) => !path.endsWith('.test.ts'))
  .map(read)
  .join('\n');

test('every relative link of a page leads to a file, and its anchor to a heading', () => {
  const broken = [...pages].flatMap(([path, { links }]) =>
    links
      .filter(({ target }) => !/^[a-z]+:/.test(target) && !leadsSomewhere(path, target))
      .map(({ target }) => `${path}: ${target}`),
  );
  expect(broken).toEqual([]);
});

function leadsSomewhere(from: string, target: string): boolean {
  const [file, anchor] = target.split('#') as [string, string | undefined];
  const path = file === '' ? from : relative('.', join(dirname(from), file));
  if (anchor === undefined) return existsSync(join(CHECKOUT, path));
  return pages.get(path)?.anchors.has(anchor) ?? false;
}

test('every path of the repository that a page names exists', () => {
  const absent = named.flatMap(([path, { codeSpans, links }]) =>
    [...codeSpans, ...links.map(({ text }) => text)]
      .filter((text) => /^(?:apps|packages|test|bench|prisma|docs)\/[\w./-]+$/.test(text))
      .filter((text) => !existsSync(join(CHECKOUT, text)))
      .map((text) => `${path}: ${text}`),
  );
  expect(absent).toEqual([]);
});

test('every source file that a page names without its folder exists', () => {
  const absent = named.flatMap(([path, { codeSpans, links }]) =>
    [...codeSpans, ...links.map(({ text }) => text)]
      .filter((text) => /^[\w.-]+\.ts$/.test(text) && !files.has(text) && !existsSync(join(CHECKOUT, text)))
      .map((text) => `${path}: ${text}`),
  );
  expect(absent).toEqual([]);
});

test('no cell of a table is longer than two short lines', () => {
  const long = named
    .filter(([path]) => !GENERATED.includes(path))
    .flatMap(([path, { cells }]) => cells.filter((cell) => cell.length > 120).map((cell) => `${path}: ${cell}`));
  expect(long).toEqual([]);
});

test('the README has at most 120 lines', () => {
  expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(120);
});

test('every log message that the operations pages quote is in the source', () => {
  const quoted = operations.flatMap(([path, { text }]) =>
    [...text.matchAll(/\b(?:ERROR|WARN)\s+`([^`]+)`/g)].map(([, message]) => ({ path, message: message! })),
  );
  expect(quoted.length).toBeGreaterThan(10);
  expect(quoted.filter(({ message }) => !isInSource(message))).toEqual([]);
});

/** True also for a message that a template literal composes of two texts: `a recording ${reason}`. */
const isInSource = (message: string): boolean =>
  source.includes(message) ||
  [...message.matchAll(/ /g)].some(
    ({ index }) =>
      source.includes(`\`${message.slice(0, index)} \${`) && source.includes(`'${message.slice(index + 1)}`),
  );

test('every metric of the operations pages is in the source', () => {
  const metrics = operations
    .flatMap(([, { codeSpans }]) => codeSpans)
    .map((code) => code.replace(/\{[\w,]+\}$/, ''))
    .filter(
      (code) =>
        /^[a-z]+(?:_[a-z]+)+_(?:total|seconds)$/.test(code) && code !== 'heal_seconds' && code !== 'lag_seconds',
    );
  expect(metrics.length).toBeGreaterThan(20);
  expect(metrics.filter((metric) => !source.includes(`'${metric}'`))).toEqual([]);
});

test('every npm script that a page names exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const absent = named.flatMap(([path, { text }]) =>
    [...text.matchAll(/npm run ([\w:-]+)/g)]
      .filter(([, script]) => !Object.hasOwn(scripts, script!))
      .map(([, script]) => `${path}: ${script}`),
  );
  expect(absent).toEqual([]);
});

const settings = new Set([
  ...[...read('.env.example').matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name!),
  ...listComposeVariables().map(({ name }) => name),
  ...Object.keys(clockEnv),
]);
/** Set by us: the engine of Prisma by prisma.config.ts; `NAME_FILE` stands for any variable that is read from a file. */
const NO_SETTINGS = ['PRISMA_SCHEMA_ENGINE_BINARY', 'NAME_FILE'];
/** Of the person who runs a command, not of an installation. */
const OF_PERSONS = ['TRUNKLINE_URL', 'TRUNKLINE_KEY'];
/** Of the replaced systems, and of the store that one of them uses: docs/compatibility.md, coming-from and recordings.md translate them. */
const OF_OTHERS = [
  'IN_CALL',
  'OLD_DATABASE_URL',
  'PUBLIC_SERVER_URL',
  'SUPABASE_URL',
  'SUPABASE_SERVICE_KEY',
  'S3_PROTOCOL_ACCESS_KEY_ID',
  'S3_PROTOCOL_ACCESS_KEY_SECRET',
];

test('every environment variable that a page names is a setting', () => {
  const unknown = named
    .filter(([path]) => !GENERATED.includes(path))
    .flatMap(([path, { text }]) =>
      [...text.matchAll(/(?<=[`$ ])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?=[`=" :\n])/g)]
        .filter(
          ([name]) =>
            !settings.has(name.replace(/_FILE$/, '')) &&
            !settings.has(name) &&
            ![...NO_SETTINGS, ...OF_PERSONS, ...OF_OTHERS].includes(name),
        )
        .map(([name]) => `${path}: ${name}`),
    );
  expect(unknown).toEqual([]);
});

test('the page of settings has every setting', () => {
  const page = pages.get('docs/operations/settings.md')!.text;
  const replicas = /^(?!INGEST).+_REPLICAS$/; // one row for all, listed in deployment.md
  expect([...settings].filter((name) => !replicas.test(name) && !page.includes(`\`${name}\``))).toEqual([]);
});

test('the index of decisions has each decision under its title', () => {
  const index = read('docs/decisions/README.md');
  const lines = list('docs/decisions/0*.md').map((path) => {
    const [number, ...title] = read(path).split('\n', 1)[0]!.slice(2).split(' ');
    return `- [${number}](${basename(path)}) ${title.join(' ')}`;
  });
  expect(index.split('\n').filter((line) => line.startsWith('- '))).toEqual(lines.toSorted());
});
