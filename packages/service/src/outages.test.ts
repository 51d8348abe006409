import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { openOutage, type Outage } from './outages.ts';

let lines: [level: string, text: string, cause?: string][];
let outage: Outage;
let gauge: number[];
beforeEach(() => {
  jest.useFakeTimers();
  [lines, gauge] = [[], []];
  const at = (level: string) => (fields: { cause?: string }, text: string) =>
    void lines.push(fields.cause === undefined ? [level, text] : [level, text, fields.cause]);
  outage = openOutage({
    log: { info: at('info'), warn: at('warn'), error: at('error') } as never,
    describe: (error) => ({ cause: String(error), remedy: 'make room' }),
    event: 'store',
    runbook: 'page#part',
    failing: 'Nothing is stored',
    works: 'stored again',
    gauge: { set: (value) => void gauge.push(value) },
  });
});
afterEach(() => {
  outage[Symbol.dispose]();
  jest.useRealTimers();
});

const WARN = ['warn', 'Nothing is stored (full): make room', 'full'];
const ERROR = ['error', 'Nothing is stored (full): make room', 'full'];

test('a thousand failures are one WARN per interval, and ERROR after 30 s', () => {
  for (let second = 0; second < 41; second++) {
    for (let n = 0; n < 25; n++) outage.failed('full');
    jest.advanceTimersByTime(1000);
  }
  expect(lines).toEqual([WARN, WARN, WARN, ERROR, ERROR]);
  outage.ended();
  expect(lines.at(-1)).toEqual(['info', 'stored again']);
  expect(gauge).toEqual([1, 0]);
  jest.advanceTimersByTime(60_000);
  expect(lines).toHaveLength(6);
});

test('another cause is said at once, and each at most once per interval', () => {
  for (const cause of ['full', 'read-only', 'full', 'read-only']) outage.failed(cause);
  expect(lines.map(([, , cause]) => cause)).toEqual(['full', 'read-only']);
  expect(outage.current()).toMatchObject({ cause: 'read-only', remedy: 'make room' });
});

test('an outage that comes and goes floods no log, and is an ERROR in the end', () => {
  for (let second = 0; second < 60; second++) {
    outage.failed('full');
    outage.ended();
    jest.advanceTimersByTime(1000);
  }
  expect(lines.filter(([level]) => level !== 'info')).toEqual([WARN, WARN, WARN, ERROR, ERROR, ERROR]);
  expect(lines).toHaveLength(12);
});

test('it ends with the last part that failed', () => {
  outage.failed('full', 'jobs');
  outage.failed('full', 'relay');
  outage.ended('jobs');
  expect(outage.isOpen()).toBe(true);
  outage.ended('another');
  outage.ended('relay');
  expect(outage.isOpen()).toBe(false);
  expect(outage.current()).toBeUndefined();
});
