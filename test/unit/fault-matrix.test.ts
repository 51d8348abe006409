import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { FAULTS } from '../matrix/faults.ts';
import { listFlaws, type Row } from '../matrix/row.ts';
import { THREATS } from '../matrix/threats.ts';
import { faultsPage, FAULTS_PAGE, withoutResults } from '../support/docs/faults-page.ts';
import { listTests } from '../support/docs/test-titles.ts';

const upTo = (last: number, prefix = ''): string[] => Array.from({ length: last }, (_, n) => `${prefix}${n + 1}`);

test('each of the 68 faults and 38 threats has a test that runs, or a reason', () => {
  expect(listFlaws(FAULTS, upTo(68))).toEqual([]);
  expect(listFlaws(THREATS, upTo(38, 'T'))).toEqual([]);
});

test('docs/fault-matrix.md has the rows; npm run docs:faults brings it up to date, with the last results', () => {
  expect(withoutResults(readFileSync(FAULTS_PAGE, 'utf8'))).toBe(withoutResults(faultsPage([])));
});

describe('the check', () => {
  const SOURCE = `
    // test('in a comment', () => {});
    const text = "test('in a text', () => {});";
    test('plain', () => {});
    test.each<[string, (a: number) => string]>([['(', String]])('of a table: %s', () => {});
    describe('a group', () => {
      test(\`of a \${kind}\`, () => {});
      test("it's quoted", () => {});
      test.skip('left out', () => {});
      test.todo('to come');
    });
    describe.skip('a group that is left out', () => { test('within', () => {}); });
    testOnDisk('where a disk can be mounted', () => {});`;
  const row = (number: string, ...titles: string[]): Row => ({
    number,
    what: '',
    part: '',
    must: '',
    by: titles.map((title) => ['a.test.ts', title] as const),
  });
  const flawsOf = (...rows: Row[]) =>
    listFlaws(
      rows,
      rows.map(({ number }) => number),
      (file) => (file === 'a.test.ts' ? SOURCE : undefined),
    );

  test('finds the tests of a source by their titles, but none that is skipped', () => {
    expect(listTests(SOURCE).map(({ title }) => title)).toEqual([
      'plain',
      'of a table: %s',
      'of a ${kind}',
      "it's quoted",
      'where a disk can be mounted',
    ]);
    const table = listTests(SOURCE)[1]!;
    expect([table.reported.test('of a table: ('), table.reported.test('another')]).toEqual([true, false]);
  });

  test.each(['renamed', 'in a comment', 'in a text', 'left out', 'to come', 'within'])(
    'fails for a test that is gone or does not run: %s',
    (title) => {
      expect(flawsOf(row('1', 'plain', title))).toEqual([`1: a.test.ts has no test "${title}" that runs`]);
    },
  );

  test('fails for a file that is gone, a title that two tests have, and a row without test and reason', () => {
    const moved: Row = { ...row('1'), by: [['b.test.ts', 'plain']] };
    expect(flawsOf(moved)).toEqual(['1: b.test.ts is gone']);
    expect(listFlaws([row('1', 'x')], ['1'], () => `test('x', a); test('x', b);`)).toEqual([
      '1: a.test.ts has 2 tests "x": give them different titles',
    ]);
    expect(flawsOf(row('1'), { ...row('2'), why: 'a reason' })).toEqual(['1 has neither a test nor a reason']);
  });

  test('fails for a row that is missing, double or unknown', () => {
    expect(listFlaws([row('1', 'plain'), row('1', 'plain'), row('3', 'plain')], ['1', '2'], () => SOURCE)).toEqual([
      '2 has no row',
      '3 is no number of a row',
      '1 has two rows',
    ]);
  });
});

test('a test shows the worst of its cases, and that it never ran', () => {
  const [file, title] = FAULTS[0]!.by[0]!;
  const ended = (status: 'passed' | 'failed' | 'skipped', date: string) => ({
    file,
    title: `group › ${title}`,
    status,
    date,
  });
  const shown = (...results: ReturnType<typeof ended>[]) => /^- (.*?): \[/m.exec(faultsPage(results))![1];
  expect(shown()).toBe('**not run**');
  expect(shown(ended('skipped', '2026-01-02'))).toBe('**not run**');
  expect(shown(ended('passed', '2026-01-02'))).toBe('passed 2026-01-02');
  expect(shown(ended('passed', '2026-01-02'), ended('failed', '2026-01-03'))).toBe('**failed 2026-01-03**');
});
