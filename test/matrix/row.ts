import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from '../../apps/local/src/checkout.ts';
import { listTests } from '../support/docs/test-titles.ts';

/** A test: its file, and its title as it stands in the source. */
export type NamedTest = readonly [file: string, title: string];

/** A fault or a threat, what must happen, and the tests that fail where it does not. */
export type Row = {
  number: string;
  /** The fault, or the threat. */
  what: string;
  /** The part that it strikes, or the asset. */
  part: string;
  must: string;
  by: readonly NamedTest[];
  /** What no test can show here, and why; needed where `by` is empty. */
  why?: string;
};

/** What is wrong with rows: numbers that are missing or double, rows without a test or a reason, tests that are gone. */
export function listFlaws(
  rows: readonly Row[],
  numbers: readonly string[],
  read: (file: string) => string | undefined = readFromCheckout,
): string[] {
  const given = rows.map(({ number }) => number);
  const titles = new Map<string, string[] | undefined>();
  const titlesOf = (file: string): string[] | undefined => {
    if (!titles.has(file)) {
      const source = read(file);
      titles.set(file, source === undefined ? undefined : listTests(source).map(({ title }) => title));
    }
    return titles.get(file);
  };
  return [
    ...numbers.filter((number) => !given.includes(number)).map((number) => `${number} has no row`),
    ...given.filter((number) => !numbers.includes(number)).map((number) => `${number} is no number of a row`),
    ...given.filter((number, n) => given.indexOf(number) < n).map((number) => `${number} has two rows`),
    ...rows
      .filter(({ by, why = '' }) => by.length === 0 && why === '')
      .map(({ number }) => `${number} has neither a test nor a reason`),
    ...rows.flatMap(({ number, by }) =>
      by.flatMap((test) => flawOf(test, titlesOf).map((flaw) => `${number}: ${flaw}`)),
    ),
  ];
}

function flawOf([file, title]: NamedTest, titlesOf: (file: string) => string[] | undefined): string[] {
  const titles = titlesOf(file);
  if (!titles) return [`${file} is gone`];
  const count = titles.filter((each) => each === title).length;
  if (count === 0) return [`${file} has no test "${title}" that runs`];
  return count === 1 ? [] : [`${file} has ${count} tests "${title}": give them different titles`];
}

export function readFromCheckout(file: string): string | undefined {
  const path = join(CHECKOUT, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
