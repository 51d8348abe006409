import { expect, test } from '@jest/globals';
import { openLoopReport } from './loop-report.ts';

/** A report whose clock is set, and its lines as level, failures and seconds. */
function open() {
  const lines: string[] = [];
  const at = (level: string) => (fields: { event: string; failures?: number; seconds: number }) =>
    void lines.push(`${level} ${fields.event} ${fields.failures ?? '-'} ${fields.seconds}`);
  let nowMs = 0;
  const log = { info: at('info'), warn: at('warn'), error: at('error') };
  const report = openLoopReport('relay', log as never, () => nowMs);
  return { lines, report, after: (seconds: number) => void (nowMs += seconds * 1000) };
}

test('the first failure is a WARN, each minute has one line with their number, and after a minute it is an ERROR', () => {
  const { lines, report, after } = open();
  for (let n = 0; n < 150; n++) {
    report.failed(new Error('no table'));
    after(1);
  }
  expect(lines).toEqual(['warn loop_failed 1 0', 'error loop_failed 61 60', 'error loop_failed 121 120']);
});

test('the end of a failure is said once, with what it was', () => {
  const { lines, report, after } = open();
  report.succeeded();
  report.failed(new Error('no table'));
  after(7);
  report.failed(new Error('no table'));
  report.succeeded();
  report.succeeded();
  expect(lines).toEqual(['warn loop_failed 1 0', 'info loop_recovered 2 7']);
  expect(report.failures()).toBe(0);
});

test('a loop that fails and succeeds by turns gets one pair of lines a minute', () => {
  const { lines, report, after } = open();
  for (let n = 0; n < 120; n++) {
    report.failed(new Error('at times'));
    report.succeeded();
    after(1);
  }
  const pair = ['warn loop_failed 1 0', 'info loop_recovered 1 0'];
  expect(lines).toEqual([...pair, ...pair]);
});

test('an hourly loop that still fails after a minute is an ERROR', () => {
  const { lines, report, after } = open();
  report.failed(new Error('no partition'));
  after(3600);
  report.failed(new Error('no partition'));
  expect(lines).toEqual(['warn loop_failed 1 0', 'error loop_failed 2 3600']);
});
