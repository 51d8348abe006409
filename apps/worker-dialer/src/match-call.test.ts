import { expect, test } from '@jest/globals';
import { CHECKS, matchCall, nextCheckAt, type MatchingCall } from './match-call.ts';

const call = (n: number, changes: Partial<MatchingCall> = {}): MatchingCall => ({
  callSid: `CA${n}`,
  createdAt: `2026-11-20T12:00:0${n}.000Z`,
  status: 'completed',
  owners: [],
  ...changes,
});
const intent = (intentId: string, n = 0) => ({ intentId, submittedAt: new Date(`2026-11-20T12:00:0${n}.400Z`) });
const check = (calls: MatchingCall[], n = CHECKS, competing = [intent('mine')]) =>
  matchCall({ intentId: 'mine', calls, competing, n });

test('a call that names the intent is its call, at the first check', () => {
  expect(check([call(1, { owners: ['other'] }), call(2, { owners: ['mine'] })], 1)).toEqual({
    found: 'CA2',
    step: 'named',
  });
});

test('a call that names no intent is not assigned before the last check', () => {
  expect(check([call(1)], CHECKS - 1)).toEqual({ found: null, step: 'check-again' });
  expect(check([call(1)])).toEqual({ found: 'CA1', step: 'by-elimination' });
});

test('a call that names another intent is never assigned', () => {
  expect(check([call(1, { owners: ['other'] })])).toEqual({ found: null, step: 'others-only' });
});

test('an empty list counts only at the last check', () => {
  expect(check([], 1)).toEqual({ found: null, step: 'check-again' });
  expect(check([])).toEqual({ found: null, step: 'not-listed' });
});

test('while a matching call waits to be dialled nothing is concluded', () => {
  expect(check([call(1, { status: 'queued' })], CHECKS + 3)).toEqual({ found: null, step: 'check-again' });
});

const assigned = (calls: MatchingCall[], competing: ReturnType<typeof intent>[]) =>
  competing.map(({ intentId }) => matchCall({ intentId, calls, competing, n: CHECKS }).found);

test('calls submitted at about one time are assigned in order, also where clocks differ', () => {
  expect(assigned([call(2), call(1)], [intent('a', 1), intent('b', 1), intent('c', 1)])).toEqual(['CA1', 'CA2', null]);
  expect(assigned([call(2), call(1)], [intent('a', 3), intent('b', 4)])).toEqual(['CA1', 'CA2']);
});

test('with fewer calls than intents each goes to the intent submitted last before it, and none to two', () => {
  const intents = [intent('a', 1), intent('b', 4), intent('c', 7)];
  expect(assigned([call(4)], intents)).toEqual([null, 'CA4', null]);
  expect(assigned([call(8), call(6)], intents)).toEqual([null, 'CA6', 'CA8']);
  expect(assigned([call(2), call(3)], [intent('a', 1), intent('b', 8), intent('c', 9)])).toContain('CA2');
});

test('an intent that checks after another was assigned the call does not get it too', () => {
  const later = call(4, { owners: ['b'] });
  expect(matchCall({ intentId: 'a', calls: [later], competing: [intent('a', 1)], n: CHECKS }).found).toBeNull();
});

test('each check comes at twice the time of the one before, the last at the end, and none in the past', () => {
  const submitted = new Date('2026-11-20T12:00:00Z');
  const after = (checks: number, now = submitted) =>
    (nextCheckAt(submitted, checks, 320, now).getTime() - submitted.getTime()) / 1000;
  expect([0, 1, 2, 3, 4, 5].map((checks) => after(checks))).toEqual([10, 20, 40, 80, 160, 320]);
  const late = new Date('2026-11-20T13:00:00Z');
  expect([after(2, late), after(CHECKS, late)]).toEqual([3600, 3660]);
});
