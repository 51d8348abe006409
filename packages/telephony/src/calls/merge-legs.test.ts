import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mergeLegs, type TimedLeg } from './merge-legs.ts';

const at = (second: number) => new Date(Date.UTC(2026, 1, 12, 11, 48, second)).toISOString();
const leg = (durationSec: number | null, end: number | null): TimedLeg => ({
  durationSec,
  endTime: end === null ? null : at(end),
});

test.each<[string, number | null, TimedLeg[], [number | null, number | null]]>([
  ['a bridged call waited as long as it did not talk', 54, [leg(42, 53)], [42, 12]],
  ['an unanswered leg is nothing but waiting', 30, [leg(0, 30)], [0, 30]],
  ['legs after each other add up', 100, [leg(20, 40), leg(30, 90)], [50, 50]],
  ['legs that overlap in a transfer count once', 100, [leg(40, 50), leg(50, 90)], [80, 20]],
  ['a leg within another adds nothing', 100, [leg(60, 90), leg(10, 60)], [60, 40]],
  ['without an end they add up, and to no more than the whole', 60, [leg(40, 50), leg(50, null)], [60, 0]],
  ['a leg whose clock runs ahead talks no longer than the call lasted', 10, [leg(12, 12)], [10, 0]],
  ['what is not known of a leg is not counted', 30, [leg(null, null), leg(20, 29)], [20, 10]],
  ['of a call that goes on the waiting is not known yet', null, [leg(20, 29)], [20, null]],
  ['a call that dialled no leg neither waited nor talked', 30, [], [null, null]],
])('%s', (_promise, durationSec, children, [talkTimeSec, waitTimeSec]) => {
  expect(mergeLegs({ durationSec }, children)).toEqual({ totalDurationSec: durationSec, talkTimeSec, waitTimeSec });
});

const legs = fc.array(
  fc.record({
    durationSec: fc.option(fc.integer({ min: 0, max: 5000 })),
    endTime: fc.option(fc.integer({ min: 0, max: 5000 }).map(at)),
  }),
  { minLength: 1, maxLength: 6 },
);
const total = fc.integer({ min: 0, max: 5000 });

test('waiting and talking make up the whole, and neither is ever negative', () => {
  fc.assert(
    fc.property(total, legs, (durationSec, children) => {
      const { talkTimeSec, waitTimeSec } = mergeLegs({ durationSec }, children);
      expect(talkTimeSec).toBeGreaterThanOrEqual(0);
      expect(waitTimeSec).toBeGreaterThanOrEqual(0);
      expect(talkTimeSec! + waitTimeSec!).toBe(durationSec);
    }),
  );
});

test('the order of the legs changes nothing, a copy of one with an end adds nothing', () => {
  const orders = legs.chain((children) =>
    fc.tuple(fc.constant(children), fc.shuffledSubarray(children, { minLength: children.length })),
  );
  fc.assert(
    fc.property(total, orders, (durationSec, [children, shuffled]) => {
      expect(mergeLegs({ durationSec }, shuffled)).toEqual(mergeLegs({ durationSec }, children));
      const ended = children.filter(({ endTime }) => endTime !== null);
      fc.pre(ended.length > 0);
      expect(mergeLegs({ durationSec }, [...ended, ended[0]!])).toEqual(mergeLegs({ durationSec }, ended));
    }),
  );
});

test('another leg never shortens the talk, and no talk is longer than its legs together', () => {
  fc.assert(
    fc.property(total, legs, (durationSec, children) => {
      const talked = (some: TimedLeg[]) => mergeLegs({ durationSec }, some).talkTimeSec ?? 0;
      const sum = children.reduce((seconds, { durationSec: own }) => seconds + (own ?? 0), 0);
      expect(talked(children)).toBeLessThanOrEqual(sum);
      expect(talked(children)).toBeGreaterThanOrEqual(talked(children.slice(0, -1)));
    }),
  );
});
