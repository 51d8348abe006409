import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { openWarnings } from './warnings.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function logged() {
  const lines: object[] = [];
  return { lines, log: { warn: (fields: object) => void lines.push(fields) } as never };
}

test('a cause has one line at once, and one per interval with the number of the others', () => {
  const { lines, log } = logged();
  using warn = openWarnings(log, 1000);
  for (let n = 0; n < 5; n++) warn('mismatch', { reason: 'mismatch' }, 'wrong');
  expect(lines).toEqual([{ reason: 'mismatch' }]);
  jest.advanceTimersByTime(1000);
  expect(lines).toEqual([{ reason: 'mismatch' }, { reason: 'mismatch', suppressed: 4 }]);
  warn('mismatch', { reason: 'mismatch' }, 'wrong');
  jest.advanceTimersByTime(2000);
  expect(lines).toHaveLength(3);
  warn('mismatch', { reason: 'mismatch' }, 'wrong'); // after an interval without any: at once
  expect(lines).toHaveLength(4);
});

test('causes do not suppress each other, and the end of the process suppresses none', () => {
  const { lines, log } = logged();
  const warn = openWarnings(log, 1000);
  for (const cause of ['a', 'b', 'b']) warn(cause, { reason: cause }, 'wrong');
  warn[Symbol.dispose]();
  expect(lines).toEqual([{ reason: 'a' }, { reason: 'b' }, { reason: 'b', suppressed: 1 }]);
});

test('causes without end do not use memory without end', () => {
  const { lines, log } = logged();
  using warn = openWarnings(log, 1000);
  for (let n = 0; n < 1000; n++) warn(`cause ${n}`, { n }, 'wrong');
  expect(lines).toHaveLength(201);
});
