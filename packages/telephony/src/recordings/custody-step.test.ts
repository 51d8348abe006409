import { expect, test } from '@jest/globals';
import type { CustodyChange, CustodyStep } from './custody.ts';
import { addStep, afterFault, type MediaFault } from './custody-step.ts';

const START = Date.parse('2026-11-21T10:00:00Z');

/** Fails again and again with the same fault; when each attempt was, in seconds after the first, and how it ended. */
function failOn(fault: MediaFault): { atSeconds: number[]; last: CustodyChange } {
  const atSeconds: number[] = [];
  let evidence: readonly CustodyStep[] = [];
  for (let atMs = 0, attempt = 1; ; attempt++) {
    const now = new Date(START + atMs);
    const change = afterFault(evidence, { fault, reason: 'is so', seen: {} }, { attempt, now, random: 0.5 });
    atSeconds.push(atMs / 1000);
    if (change.custody !== 'announced') return { atSeconds, last: change };
    evidence = change.evidence;
    atMs += change.delaySeconds * 1000;
  }
}

test('media that is not there is asked for at 1, 3, 7, 15 s and later every minute, for ten minutes', () => {
  const { atSeconds, last } = failOn('not-yet');
  expect(atSeconds.slice(0, 8)).toEqual([0, 1, 3, 7, 15, 31, 63, 123]);
  expect(atSeconds.at(-1)).toBeGreaterThanOrEqual(600);
  expect(atSeconds.at(-2)).toBeLessThan(600);
  expect(last).toMatchObject({ custody: 'failed' });
});

test('what is not the recording is asked for eight times', () => {
  expect(failOn('refused').atSeconds).toHaveLength(8);
});

test('errors of network, server or storage are retried for three days, at most five minutes apart', () => {
  const { atSeconds, last } = failOn('trouble');
  expect(atSeconds.at(-1)).toBeGreaterThanOrEqual(3 * 86_400);
  expect(Math.max(...atSeconds.slice(1).map((at, n) => at - atSeconds[n]!))).toBe(300);
  expect(last.evidence).toHaveLength(2);
  expect(last.evidence[0]).toMatchObject({ step: 'trouble', times: atSeconds.length });
});

test('faults of one kind do not count towards another', () => {
  let evidence: readonly CustodyStep[] = [];
  const faults: MediaFault[] = ['refused', 'trouble', 'refused', 'not-yet', 'refused', 'trouble', 'refused', 'not-yet'];
  for (const [n, fault] of faults.entries()) {
    const at = { attempt: n + 1, now: new Date(START + n * 1000), random: 0 };
    const change = afterFault(evidence, { fault, reason: `${n}`, seen: {} }, at);
    expect(change.custody).toBe('announced');
    evidence = change.evidence;
  }
});

test('delays are spread by a quarter either way', () => {
  const delay = (random: number) => {
    const change = afterFault([], { fault: 'refused', reason: '', seen: {} }, { attempt: 1, now: new Date(), random });
    return change.custody === 'announced' ? change.delaySeconds : NaN;
  };
  expect([delay(0), delay(0.5), delay(1)]).toEqual([0.75, 1, 1.25]);
});

test('steps that are alike are counted on the last one, others are added', () => {
  const first = { at: 'a', step: 'refused', reason: 'x' };
  const twice = addStep([first], { ...first, at: 'b' });
  expect(twice).toEqual([{ ...first, times: 2, lastAt: 'b' }]);
  expect(addStep(twice, { at: 'c', step: 'refused', reason: 'y' })).toHaveLength(2);
});
