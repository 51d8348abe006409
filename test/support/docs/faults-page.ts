/** Writes docs/fault-matrix.md from the rows of test/matrix and the last results of their tests: `npm run docs:faults`. */
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { FAULTS } from '../../matrix/faults.ts';
import { ownTitle, readResults, type TestResult } from '../../matrix/last-results.ts';
import { readFromCheckout, type NamedTest, type Row } from '../../matrix/row.ts';
import { THREATS } from '../../matrix/threats.ts';
import { listTests } from './test-titles.ts';

export const FAULTS_PAGE = new URL('../../../docs/fault-matrix.md', import.meta.url);

/** The text of docs/fault-matrix.md. */
export function faultsPage(results: readonly TestResult[]): string {
  const chapter = (title: string, rows: readonly Row[]): string[] => [
    `## ${title}`,
    countOf(rows, results),
    ...rows.map((row) => section(row, results)),
  ];
  return `${[HEAD, ...chapter('Faults', FAULTS), ...chapter('Threats', THREATS)].join('\n\n')}\n`;
}

/** The page without what each run of the tests may change. */
export const withoutResults = (page: string): string =>
  page.replaceAll(/^- .*?: \[/gm, '- [').replaceAll(/ Of these, .*?\.$/gm, '');

const HEAD = `# Fault matrix

Every fault that the product must survive and every threat that it must hold off, the tests that fail where it does not,
and how each of them ended last. Written by \`npm run docs:faults\` from [faults.ts](../test/matrix/faults.ts),
[threats.ts](../test/matrix/threats.ts), and the results that each run of Jest leaves in \`.cache/test-results.json\`.
\`test/unit/fault-matrix.test.ts\` fails when a row has neither a test nor a reason, or a named test is gone. A sentence
below the tests of a row says what they do not show, and why.`;

function countOf(rows: readonly Row[], results: readonly TestResult[]): string {
  const tested = rows.filter(({ by }) => by.length > 0);
  const passed = tested.filter(({ by }) => by.every((test) => lastResult(test, results).startsWith('passed')));
  const reasons = `${rows.length - tested.length} have a reason why there is none`;
  return `${tested.length} of ${rows.length} have a test, ${reasons}. Of these, all tests of ${passed.length} have passed.`;
}

function section({ number, what, part, must, by, why }: Row, results: readonly TestResult[]): string {
  const tests = by.map(
    (test) => `- ${lastResult(test, results)}: [${basename(test[0])}](../${test[0]}) ${plain(test[1])}`,
  );
  const facts = `Part: ${part}. Must hold: ${must}.`;
  return [`### ${number}. ${plain(what)}`, plain(facts), tests.join('\n'), why].filter(Boolean).join('\n\n');
}

const plain = (text: string): string => text.replaceAll(/[|<>*_`[\]]/g, '\\$&');

/** Of a table of cases the worst one. */
function lastResult([file, title]: NamedTest, results: readonly TestResult[]): string {
  const test = listTests(readFromCheckout(file) ?? '').find((each) => each.title === title);
  const cases = results.filter((result) => result.file === file && test?.reported.test(ownTitle(result)));
  const worst = ['failed', 'passed'].map((status) => cases.find((result) => result.status === status));
  const [failed, passed] = worst;
  if (failed) return `**failed ${failed.date}**`;
  return passed ? `passed ${passed.date}` : '**not run**';
}

if (import.meta.main) writeFileSync(FAULTS_PAGE, faultsPage(readResults()));
