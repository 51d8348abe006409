import { expect, test } from '@jest/globals';
import { errorIn, faultsIn, lastErrorIn } from './app-log.ts';

test('only lines of level error and fatal are errors', () => {
  expect(errorIn('{"level":"error","msg":"cannot store","err":{"message":"disk full"}}')).toBe(
    'ERROR cannot store (disk full)',
  );
  expect(errorIn('{"level":60,"msg":"failed to start"}')).toBe('ERROR failed to start');
  expect(errorIn('{"level":"warn","msg":"healed"}')).toBeUndefined();
  expect(errorIn('{ not json')).toBeUndefined();
  expect(errorIn('plain text')).toBeUndefined();
});

test('the error of a crash is its message, without the stack', () => {
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
  expect(lastErrorIn(stderr)).toEqual(['Error: no disk']);
});

test('the error of an invalid environment names the variable', () => {
  const stderr = [
    'The environment is invalid:',
    '  DATABASE_URL must be a URL',
    '  PORT is missing',
    'See .env.example.',
  ];
  expect(lastErrorIn(stderr)).toEqual(['The environment is invalid: DATABASE_URL must be a URL PORT is missing']);
  expect(faultsIn(stderr)).toEqual(['DATABASE_URL must be a URL', 'PORT is missing']);
});

test('a process that wrote nothing has no error', () => {
  expect(lastErrorIn([])).toEqual([]);
});
