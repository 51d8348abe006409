import { expect, test } from '@jest/globals';
import type { CustodyChange, CustodyStep } from './custody.ts';
import { addStep, afterFault, afterStoreOutage, type MediaFault } from './custody-step.ts';

const START = Date.parse('2026-11-21T10:00:00Z');

/** The worker's backoff without its jitter. */
const retryDelayMs = (failures: number, longestMs: number) => Math.min(longestMs, 1000 * 2 ** (failures - 1));

/** Fails again and again with the same fault; when each attempt was, in seconds after the first, and how it ended. */
function failOn(fault: MediaFault): { atSeconds: number[]; last: CustodyChange } {
  const atSeconds: number[] = [];
  let evidence: readonly CustodyStep[] = [];
  for (let atMs = 0, attempt = 1; ; attempt++) {
    const now = new Date(START + atMs);
    const change = afterFault(evidence, { fault, reason: 'is so', details: {} }, { attempt, now, retryDelayMs });
    atSeconds.push(atMs / 1000);
    if (change.custody !== 'announced') return { atSeconds, last: change };
    evidence = change.evidence;
    atMs += change.delaySeconds * 1000;
  }
}

test('media that is missing is requested at 1, 3, 7, 15 s and later every minute, for ten minutes', () => {
  const { atSeconds, last } = failOn('not-yet');
  expect(atSeconds.slice(0, 8)).toEqual([0, 1, 3, 7, 15, 31, 63, 123]);
  expect(atSeconds.at(-1)).toBeGreaterThanOrEqual(600);
  expect(atSeconds.at(-2)).toBeLessThan(600);
  expect(last).toMatchObject({ custody: 'failed' });
});

test('something other than the recording is requested eight times', () => {
  expect(failOn('refused').atSeconds).toHaveLength(8);
});

test('while Twilio or the network is unavailable attempts go on for three days, at most five minutes apart', () => {
  const { atSeconds, last } = failOn('unavailable');
  expect(atSeconds.at(-1)).toBeGreaterThanOrEqual(3 * 86_400);
  expect(Math.max(...atSeconds.slice(1).map((at, n) => at - atSeconds[n]!))).toBe(300);
  expect(last.evidence).toHaveLength(2);
  expect(last.evidence[0]).toMatchObject({ step: 'unavailable', times: atSeconds.length });
});

test('while our store stores nothing a recording waits without a limit, is not charged, and is due every half minute', () => {
  let evidence: readonly CustodyStep[] = [];
  const delays: number[] = [];
  for (let n = 0; n < 20_000; n++) {
    const now = new Date(START + n * 30_000);
    const change = afterStoreOutage(evidence, 'full', { now, retryDelayMs });
    expect(change).toMatchObject({ custody: 'announced', isUncharged: true });
    delays.push((change as { delaySeconds: number }).delaySeconds);
    evidence = change.evidence;
  }
  expect(delays.slice(0, 7)).toEqual([1, 2, 4, 8, 16, 30, 30]);
  expect(evidence).toMatchObject([{ step: 'waiting', reason: 'the store: full', times: 20_000 }]);
  const at = { attempt: 1, now: new Date(START + 7 * 86_400_000), retryDelayMs };
  const change = afterFault(evidence, { fault: 'unavailable', reason: 'is down', details: {} }, at);
  expect(change).toMatchObject({ custody: 'announced', delaySeconds: 1 }); // Twilio's three days begin now
});

test('faults of one kind do not count towards another', () => {
  let evidence: readonly CustodyStep[] = [];
  const faults: MediaFault[] = [
    'refused',
    'unavailable',
    'refused',
    'not-yet',
    'refused',
    'unavailable',
    'refused',
    'not-yet',
  ];
  for (const [n, fault] of faults.entries()) {
    const at = { attempt: n + 1, now: new Date(START + n * 1000), retryDelayMs };
    const change = afterFault(evidence, { fault, reason: `${n}`, details: {} }, at);
    expect(change.custody).toBe('announced');
    evidence = change.evidence;
  }
});

test('the delay is the one of the backoff, in seconds', () => {
  const asked: number[][] = [];
  const at = { attempt: 1, now: new Date(), retryDelayMs: (...args: number[]) => (asked.push(args), 750) };
  const change = afterFault([], { fault: 'refused', reason: '', details: {} }, at);
  expect(change).toMatchObject({ custody: 'announced', delaySeconds: 0.75 });
  expect(asked).toEqual([[1, 60_000]]);
});

test('failures that an earlier version recorded as trouble count as unavailable', () => {
  const old = [{ at: new Date(START).toISOString(), step: 'trouble', reason: 'is so', attempt: 1, times: 3 }];
  const at = { attempt: 5, now: new Date(START + 60_000), retryDelayMs };
  const change = afterFault(old, { fault: 'unavailable', reason: 'is so', details: {} }, at);
  expect(change).toMatchObject({ custody: 'announced', delaySeconds: 8 });
});

test('a step equal to the last one is counted there, others are added', () => {
  const first = { at: 'a', step: 'refused', reason: 'x' };
  const twice = addStep([first], { ...first, at: 'b' });
  expect(twice).toEqual([{ ...first, times: 2, lastAt: 'b' }]);
  expect(addStep(twice, { at: 'c', step: 'refused', reason: 'y' })).toHaveLength(2);
});
