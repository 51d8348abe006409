import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../golden/', import.meta.url);

/** The file of this name in `test/golden`. With `UPDATE_GOLDEN=1` it becomes the text that a test has now. */
export async function readGolden(name: string, now: string): Promise<string> {
  const path = fileURLToPath(new URL(name, FOLDER));
  if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(path, now);
  return readFile(path, 'utf8');
}

/** What differs from run to run, each with a stand-in of the same width where columns depend on it. */
const VARIABLE: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [/\b[A-Z]{2}[0-9a-f]{32}\b/g, (sid) => sid.slice(0, 2) + 'x'.repeat(32)],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '00000000-0000-0000-0000-000000000000'],
  [/\b[0-9a-f]{16,64}\b/g, (hex) => 'x'.repeat(hex.length)],
  [/\btrk_[\w-]+/g, (key) => `trk_${'x'.repeat(key.length - 4)}`],
  [/"\+[12][0-9a-f]{12}"/g, '"+15555550100"'],
  [/(?<=_ms": )[\d.]+/g, '1'],
  [/(?<= (?:up|unknown) +)(?:\d+(?:\.\d+)?|-) +/g, '1  '], // milliseconds, and the width of their column
  [/(?<=MS) +(?=CAUSE)/g, '  '],
  [/\b\d+(?:\.\d+)? s ago/g, '1 s ago'],
  [/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, '2026-01-01T00:00:00.000Z'],
  [/\b20\d\d-\d\d-\d\d\b/g, '2026-01-01'],
  [/\b\d\d:\d\d:\d\d(?:\.\d+)?(?=Z|\b)/g, '00:00:00'],
  [/\/\S*\/trunkline-home-\w+/g, '~'],
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:port'],
];

/** Replaces times, SIDs, ids, keys and ports. */
export const steady = (text: string): string =>
  VARIABLE.reduce((all, [pattern, stand]) => all.replaceAll(pattern, stand as string), text);
