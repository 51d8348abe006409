import { expect, test } from '@jest/globals';
import { listenEnv, readEnv } from './env.ts';
import { z } from 'zod';

const levelOf = (LOG_LEVEL: string | undefined) => readEnv(z.object(listenEnv(0)), { LOG_LEVEL }).LOG_LEVEL;

test.each([
  ['INFO', 'info'],
  ['WARNING', 'warn'],
  ['Warn', 'warn'],
  ['DEBUG', 'debug'],
  ['CRITICAL', 'error'],
  ['NOTSET', 'debug'],
  [' error ', 'error'],
  [undefined, 'info'],
  ['', 'info'],
])('LOG_LEVEL=%s is read as %s', (given, level) => expect(levelOf(given)).toBe(level));

test('a level that no library has is refused with the levels that there are', () =>
  expect(() => levelOf('loud')).toThrow(/debug.*info.*warn.*error.*silent/s));
