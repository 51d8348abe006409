import { expect, test } from '@jest/globals';
import { errorIn, lastWords } from './app-log.ts';

test('errors reach the terminal, everything quieter stays in the log file', () => {
  expect(errorIn('{"level":"error","msg":"cannot store","err":{"message":"disk full"}}')).toBe(
    'ERROR cannot store (disk full)',
  );
  expect(errorIn('{"level":60,"msg":"failed to start"}')).toBe('ERROR failed to start');
  expect(errorIn('{"level":"warn","msg":"healed"}')).toBeUndefined();
  expect(errorIn('{ not json')).toBeUndefined();
  expect(errorIn('plain text')).toBeUndefined();
});

test('the last words of a crash are its message, without the stack', () => {
  const stderr = [
    'file:///app/main.ts:3',
    "throw new Error('no disk')",
    '      ^',
    '',
    'Error: no disk',
    '    at main.ts:3:7',
    '',
    'Node.js v24.21.0',
  ];
  expect(lastWords(stderr)).toEqual(['Error: no disk']);
});

test('the last words of a refused environment name the variable', () => {
  const stderr = ['The environment is not usable:', '✖ Invalid URL', '  → at DATABASE_URL'];
  expect(lastWords(stderr)).toEqual(['The environment is not usable: ✖ Invalid URL → at DATABASE_URL']);
});

test('a process that said nothing has no last words', () => {
  expect(lastWords([])).toEqual([]);
});
