import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { BENCHES, type BenchName } from '../../bench/report/benches.ts';
import { BENCHMARKS_PAGE, benchmarksPage } from '../../bench/report/page.ts';
import { readRun } from '../../bench/report/record.ts';

const benches = Object.entries(BENCHES);
const root = new URL('../../', import.meta.url);

test('docs/benchmarks.md matches bench/results; npm run bench:docs updates it', () => {
  expect(readFileSync(BENCHMARKS_PAGE, 'utf8')).toBe(benchmarksPage());
});

test('every bench and proof has a place on the page and a file of results', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { scripts: object };
  const measuring = Object.keys(scripts).filter((name) =>
    /^(?:bench|chaos|policy|canary|field|fuzz)(?::(?!docs|sql)|$)/.test(name),
  );
  expect(benches.map(([, { script }]) => script).toSorted()).toEqual(measuring.toSorted());
  const files = readdirSync(new URL('bench/results', root));
  expect(files.toSorted()).toEqual(benches.map(([name]) => `${name}.json`).toSorted());
});

test.each(benches)('every recorded figure of %s has a meaning', (name, { figures }) => {
  const { results } = readRun(name as BenchName);
  expect(results.length).toBeGreaterThan(0);
  expect(Object.keys(figures)).toEqual(expect.arrayContaining(results.flatMap((result) => Object.keys(result))));
});

test('no cell of the page is longer than two short lines', () => {
  const cells = benchmarksPage()
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .flatMap((line) => line.split('|').map((cell) => cell.trim()));
  expect(cells.filter((cell) => cell.length > 80 && !/^-+$/.test(cell))).toEqual([]);
});
