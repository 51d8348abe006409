import { expect, test } from '@jest/globals';
import { Problem } from '../http/problem.ts';
import { openLoginLimit } from './login-limit.ts';

let now = 0;
const open = () => openLoginLimit(() => now);
/** Wrong attempts until one is refused; at most `most`. */
function failures(limit: ReturnType<typeof open>, most: number, nameOf: (n: number) => string, client: string): number {
  for (let n = 0; n < most; n++)
    try {
      limit.begin(nameOf(n), client);
    } catch (error) {
      if (error instanceof Problem) return n;
      throw error;
    }
  return most;
}

test('ten failures of one name from one client, in any case of letters, refuse the eleventh attempt', () => {
  const limit = open();
  expect(failures(limit, 20, (n) => (n % 2 ? 'Grace' : 'grace'), 'a')).toBe(10);
});

test('failures of one client refuse no other client, and failures of one name no other name', () => {
  const limit = open();
  failures(limit, 20, () => 'grace', 'a');
  expect(failures(limit, 5, () => 'grace', 'b')).toBe(5);
  expect(failures(limit, 5, () => 'ada', 'a')).toBe(5);
});

test('a client that changes names has sixty guesses', () => {
  expect(failures(open(), 200, (n) => `name ${n}`, 'a')).toBe(60);
});

test('attempts that are refused do not count: not against the client, and not for a longer wait', () => {
  const limit = open();
  failures(limit, 10, () => 'grace', 'a');
  for (let n = 0; n < 100; n++) expect(() => limit.begin('grace', 'a')).toThrow(Problem);
  expect(failures(limit, 200, (n) => `name ${n}`, 'a')).toBe(50);
});

test('a person who logged in from a client is not locked out by its other names, and has ten guesses as ever', () => {
  const limit = open();
  limit.begin('grace', 'a');
  limit.succeed('grace', 'a');
  failures(limit, 200, (n) => `name ${n}`, 'a');
  expect(() => limit.begin('ada', 'a')).toThrow(Problem);
  expect(failures(limit, 20, () => 'grace', 'a')).toBe(10);
});

test('right passwords do not count', () => {
  const limit = open();
  for (let n = 0; n < 100; n++) {
    limit.begin('grace', 'a');
    limit.succeed('grace', 'a');
  }
  expect(failures(limit, 20, () => 'grace', 'a')).toBe(10);
});

test('a window ends 15 minutes after its first failure, and Retry-After says when', () => {
  const limit = open();
  failures(limit, 10, () => 'grace', 'a');
  now += 14 * 60_000;
  expect(() => limit.begin('grace', 'a')).toThrow(expect.objectContaining({ retryAfterSeconds: 60 }));
  now += 60_000;
  expect(failures(limit, 20, () => 'grace', 'a')).toBe(10);
});
