import { expect, test } from '@jest/globals';
import { compareMigrations } from './check-target.ts';

const of = (...names: string[]) => names.map((name) => ({ name, checksum: `${name} sum` }));

test('a backup is restored into its own migrations alone, and the error says what to do', () => {
  expect(compareMigrations(of('1', '2'), of('1', '2'))).toBeUndefined();
  expect(compareMigrations(of('1', '2'), of('1'))).toContain('npx trunkline migrate');
  expect(compareMigrations(of('1'), of('1', '2'))).toMatch(/newer than the backup.*version that made it/);
  expect(compareMigrations(of('1'), [{ name: '1', checksum: 'another' }])).toContain('was edited');
});
