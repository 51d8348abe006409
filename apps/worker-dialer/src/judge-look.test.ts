import { expect, test } from '@jest/globals';
import { judgeLook, type Candidate } from './judge-look.ts';
import { LOOKS, nextLookAt } from './look-schedule.ts';

const call = (n: number, changes: Partial<Candidate> = {}): Candidate => ({
  callSid: `CA${n}`,
  createdAt: `2026-11-20T12:00:0${n}.000Z`,
  status: 'completed',
  owners: [],
  ...changes,
});
const seeker = (intentId: string, n = 0) => ({ intentId, submittedAt: new Date(`2026-11-20T12:00:0${n}.400Z`) });
const look = (candidates: Candidate[], n = LOOKS, seekers = [seeker('mine')]) =>
  judgeLook({ intentId: 'mine', candidates, seekers, n });

test('a call that names the intent is its call, at the first look', () => {
  expect(look([call(1, { owners: ['other'] }), call(2, { owners: ['mine'] })], 1)).toEqual({
    found: 'CA2',
    step: 'named',
  });
});

test('a call that names nobody is not taken before the last look', () => {
  expect(look([call(1)], LOOKS - 1)).toEqual({ found: null, step: 'look-again' });
  expect(look([call(1)])).toEqual({ found: 'CA1', step: 'by-elimination' });
});

test('a call that names somebody else is never taken', () => {
  expect(look([call(1, { owners: ['other'] })])).toEqual({ found: null, step: 'others-only' });
});

test('nothing listed is believed only at the last look', () => {
  expect(look([], 1)).toEqual({ found: null, step: 'look-again' });
  expect(look([])).toEqual({ found: null, step: 'not-listed' });
});

test('as long as a call waits to be dialled nothing is concluded', () => {
  expect(look([call(1, { status: 'queued' })], LOOKS + 3)).toEqual({ found: null, step: 'look-again' });
});

const given = (candidates: Candidate[], seekers: ReturnType<typeof seeker>[]) =>
  seekers.map(({ intentId }) => judgeLook({ intentId, candidates, seekers, n: LOOKS }).found);

test('calls that were asked for at about one time are given out in order, also where clocks differ', () => {
  expect(given([call(2), call(1)], [seeker('a', 1), seeker('b', 1), seeker('c', 1)])).toEqual(['CA1', 'CA2', null]);
  expect(given([call(2), call(1)], [seeker('a', 3), seeker('b', 4)])).toEqual(['CA1', 'CA2']);
});

test('of fewer calls each goes to who asked last before it was created, and none to two', () => {
  const seekers = [seeker('a', 1), seeker('b', 4), seeker('c', 7)];
  expect(given([call(4)], seekers)).toEqual([null, 'CA4', null]);
  expect(given([call(8), call(6)], seekers)).toEqual([null, 'CA6', 'CA8']);
  expect(given([call(2), call(3)], [seeker('a', 1), seeker('b', 8), seeker('c', 9)])).toContain('CA2');
});

test('one who looks after another was given its call finds it taken', () => {
  const later = call(4, { owners: ['b'] });
  expect(judgeLook({ intentId: 'a', candidates: [later], seekers: [seeker('a', 1)], n: LOOKS }).found).toBeNull();
});

test('looks come twice as late each time, the last at the end of the time, and never in the past', () => {
  const submitted = new Date('2026-11-20T12:00:00Z');
  const after = (looks: number, now = submitted) =>
    (nextLookAt(submitted, looks, 320, now).getTime() - submitted.getTime()) / 1000;
  expect([0, 1, 2, 3, 4, 5].map((looks) => after(looks))).toEqual([10, 20, 40, 80, 160, 320]);
  const late = new Date('2026-11-20T13:00:00Z');
  expect([after(2, late), after(LOOKS, late)]).toEqual([3600, 3660]);
});
