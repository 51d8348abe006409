/**
 * A Jest reporter: keeps how each test ended last in `.cache/test-results.json`, from which `npm run docs:faults` writes
 * docs/fault-matrix.md.
 */
import { relative } from 'node:path';
import { fullTitle, readResults, writeResults, type TestResult } from '../matrix/last-results.ts';

/** What is read of Jest's results. */
type Run = {
  testResults: readonly {
    testFilePath: string;
    /** Where the file could not be loaded. */
    testExecError?: unknown;
    testResults: readonly { ancestorTitles: string[]; title: string; status: string }[];
  }[];
};
type Settings = { rootDir: string; testNamePattern?: string };

export default class RecordResults {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  onRunComplete(_contexts: unknown, { testResults }: Run): void {
    const { rootDir, testNamePattern } = this.#settings;
    const date = new Date().toISOString().slice(0, 10);
    const earlier = readResults();
    const files = testResults.map((result) => relative(rootDir, result.testFilePath));
    const results = testResults.flatMap(({ testExecError, testResults: tests }, n) => {
      const file = files[n]!;
      const known = earlier.filter((result) => result.file === file);
      if (testExecError) return known.map((result): TestResult => ({ ...result, status: 'failed', date }));
      return tests.flatMap(({ ancestorTitles, title, status }): TestResult[] => {
        const full = fullTitle(ancestorTitles, title);
        const isLeftOut = status === 'pending' && testNamePattern; // by `-t`: what is known of it stays
        if (isLeftOut) return known.filter((result) => result.title === full);
        return [{ file, title: full, status: STATUSES[status] ?? 'skipped', date }];
      });
    });
    writeResults(files, results);
  }
}

const STATUSES: Record<string, TestResult['status']> = { passed: 'passed', failed: 'failed' };
