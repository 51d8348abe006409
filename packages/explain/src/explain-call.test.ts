import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { scenarios } from '../../../test/fixtures/explain/scenarios.ts';
import { explainCall } from './explain-call.ts';
import { renderExplanation } from './text/render-explanation.ts';

const FOLDER = join(import.meta.dirname, '../../../test/fixtures/explain');
/** `UPDATE_GOLDENS=1 npm run jest -- explain-call` writes them anew: read what changed. */
const isUpdating = process.env['UPDATE_GOLDENS'] === '1';

function golden(file: string, actual: string): string {
  const path = join(FOLDER, file);
  if (isUpdating) writeFileSync(path, actual);
  return readFileSync(path, 'utf8');
}

const explain = (name: string) => explainCall(scenarios[name]!.story, new Date(scenarios[name]!.now));

test.each(Object.keys(scenarios))('%s is explained as its golden files say', (name) => {
  const explanation = explain(name);
  const text = renderExplanation(explanation);
  expect(text).toBe(golden(`${name}.txt`, text));
  const json = `${JSON.stringify(explanation, null, 2)}\n`;
  expect(json).toBe(golden(`${name}.json`, json));
});

test('there is a scenario for every golden file', () => {
  const files = readdirSync(FOLDER).filter((file) => !file.endsWith('.ts'));
  const expected = Object.keys(scenarios).flatMap((name) => [`${name}.json`, `${name}.txt`]);
  expect(files.toSorted()).toEqual(expected.toSorted());
});

test.each(Object.keys(scenarios))('%s: every expected callback came, may come, is missing or was healed', (name) => {
  const { counts, legs, timeline } = explain(name);
  expect(counts.received + counts.awaited + counts.missing + counts.healed).toBe(counts.expected);
  expect(legs.reduce((sum, leg) => sum + leg.expected, 0)).toBe(counts.expected);
  expect(timeline.filter(({ what }) => what === 'missing').length).toBe(counts.missing + counts.healed);
});

test.each(Object.keys(scenarios))('%s fits a terminal of 100 columns', (name) => {
  const lines = renderExplanation(explain(name)).split('\n');
  expect(lines.filter((line) => line.length > 100 && line.includes(' ', 8))).toEqual([]);
});
