import { expect, test } from '@jest/globals';
import { globSync, readFileSync } from 'node:fs';
import { logFields } from '../../packages/service/src/log-fields.ts';

/** The names in the object of each `log.warn({ … })` and `report(log, …, { … })`. */
const OBJECT = String.raw`\{((?:[^{}]|\{[^{}]*\})*)\}`;
const LINES = new RegExp(
  String.raw`\blog(?:ger)?\.(?:debug|info|warn|error|fatal)\(\s*${OBJECT}|\breport\w*\(\s*log,[^;{]*${OBJECT}`,
  'gi',
);
const ARGUMENT = /\w\(\{[^{}]*\}\)/g;

const sources = globSync('{apps,packages}/*/src/**/*.ts').filter((path) => !path.endsWith('.test.ts'));

function fieldsOf(source: string): string[] {
  return [...source.matchAll(LINES)].flatMap(([, ofLog, ofReport]) =>
    (ofLog ?? ofReport)!
      .replace(ARGUMENT, '')
      .split(/[,{]/)
      .map((part) => /^\s*(\w+)\s*(?::|$)/.exec(part)?.[1])
      .filter((name) => name !== undefined),
  );
}

test('every field that a line gives is one that the log shows', () => {
  const given = sources.flatMap((path) => fieldsOf(readFileSync(path, 'utf8')).map((name) => ({ path, name })));
  expect(given.length).toBeGreaterThan(150);
  expect(given.filter(({ name }) => !(name in logFields({ [name]: 1 })))).toEqual([]);
});
