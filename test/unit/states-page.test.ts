import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { statesPage, STATES_PAGE } from '../support/docs/states-page.ts';

test('docs/states.md shows the state machines of packages/telephony; npm run docs:states brings it up to date', () => {
  expect(readFileSync(STATES_PAGE, 'utf8')).toBe(statesPage());
});

test('a diagram has an arrow for every transition, and an end for every state that nothing leaves', () => {
  const siren = statesPage()
    .split('\n## ')
    .find((section) => section.startsWith('Siren\n'))!;
  expect(siren).toContain('  [*] --> active : raised\n');
  expect(siren).toContain('  acknowledged --> active : release\n');
  expect(siren).toContain('  resolved --> [*]\n');
  expect(siren).not.toContain('  active --> [*]\n');
  expect(siren).toContain('\n- `api` writes `active`, `acknowledged`, `resolved`, `false_alarm`');
});

test('no label holds a character that ends it in Mermaid', () => {
  const arrows = statesPage()
    .split('\n')
    .filter((line) => line.includes(' --> ') && line.includes(' : '));
  expect(arrows.length).toBeGreaterThan(100);
  expect(arrows.filter((line) => /[:;#]/.test(line.split(' : ').slice(1).join(' : ')))).toEqual([]);
});
