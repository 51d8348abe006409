import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a test ended last. `title`: those of its groups and its own, with ` › ` between them. */
export type TestResult = { file: string; title: string; status: 'passed' | 'failed' | 'skipped'; date: string };

const FILE = fileURLToPath(new URL('../../.cache/test-results.json', import.meta.url));
const BETWEEN = ' › ';

export const fullTitle = (groups: readonly string[], title: string): string => [...groups, title].join(BETWEEN);

/** A title without those of its groups. */
export const ownTitle = ({ title }: TestResult): string => title.split(BETWEEN).at(-1)!;

/** The last result of every test that ran in this checkout. */
export const readResults = (): TestResult[] =>
  existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as TestResult[]) : [];

/** Replaces the results of these files. */
export function writeResults(files: readonly string[], results: readonly TestResult[]): void {
  const kept = readResults().filter(({ file }) => !files.includes(file));
  const all = [...kept, ...results].toSorted((a, b) => `${a.file}${a.title}`.localeCompare(`${b.file}${b.title}`));
  mkdirSync(dirname(FILE), { recursive: true });
  writeFileSync(`${FILE}.tmp`, `${JSON.stringify(all, null, 1)}\n`);
  renameSync(`${FILE}.tmp`, FILE);
}
