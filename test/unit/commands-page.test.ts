import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { EXIT } from '../../apps/cli/src/invocation.ts';
import { commandsPage, COMMANDS_PAGE } from '../support/docs/commands-page.ts';

test('docs/commands.md has the help of every command; npm run docs:commands brings it up to date', async () => {
  expect(readFileSync(COMMANDS_PAGE, 'utf8')).toBe(await commandsPage());
});

test('it lists every exit code', async () => {
  const listed = [...(await commandsPage()).matchAll(/^- `(\d+)` /gm)].map(([, code]) => Number(code));
  expect(listed).toEqual(Object.values(EXIT).toSorted((a, b) => a - b));
});
