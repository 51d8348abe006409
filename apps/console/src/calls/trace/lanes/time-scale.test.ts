import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { timeScale } from './time-scale.ts';

const START = Date.parse('2026-01-31T14:02:00Z');
const scales = fc.record({
  from: fc.integer({ min: START, max: START + 1e6 }),
  lastsMs: fc.integer({ min: 0, max: 86_400_000 }),
  width: fc.integer({ min: 240, max: 2000 }),
});

test('later instants are never left of earlier ones, and the ends are the ends of the axis', () => {
  fc.assert(
    fc.property(scales, fc.array(fc.nat(86_400_000)), ({ from, lastsMs, width }, offsets) => {
      const { xOf } = timeScale(from, from + lastsMs, width);
      const xs = offsets.toSorted((a, b) => a - b).map((offset) => xOf(from + offset));
      expect(xs).toEqual(xs.toSorted((a, b) => a - b));
      expect(xOf(from)).toBe(0);
      expect(xOf(from + Math.max(lastsMs, 1000))).toBeCloseTo(width);
    }),
  );
});

test('the instant of a place is at this place', () => {
  fc.assert(
    fc.property(scales, fc.double({ min: 0, max: 1, noNaN: true }), ({ from, lastsMs, width }, share) => {
      const { xOf, timeOf, breakX } = timeScale(from, from + lastsMs, width);
      const x = share * width;
      fc.pre(breakX === null || Math.abs(x - breakX) > 8);
      expect(xOf(timeOf(x))).toBeCloseTo(x, 3);
    }),
  );
});

test('the first 30 s of a longer call get half of the width, and a break shows it', () => {
  const { xOf, breakX } = timeScale(START, START + 761_000, 800);
  expect(breakX).toBe(400);
  expect([xOf(START), xOf(START + 30_000), xOf(START + 30_001), xOf(START + 761_000)].map(Math.round)).toEqual([
    0, 392, 408, 800,
  ]);
});

test('a call of a minute has one measure', () => {
  expect(timeScale(START, START + 60_000, 800).breakX).toBeNull();
});

test('labels are round instants with room between them', () => {
  const { ticks } = timeScale(START, START + 761_000, 800);
  expect(ticks.map(({ at }) => new Date(at).toISOString().slice(11, 19))).toEqual([
    '14:02:00',
    '14:02:10',
    '14:02:20',
    '14:05:00',
    '14:10:00',
  ]);
  fc.assert(
    fc.property(scales, ({ from, lastsMs, width }) => {
      const { ticks: all, breakX } = timeScale(from, from + lastsMs, width);
      const xs = all.map(({ x }) => x);
      for (const x of xs) expect(Math.abs(x - (breakX ?? Infinity))).toBeGreaterThan(30);
      for (const [n, x] of xs.slice(1).entries()) expect(x - xs[n]!).toBeGreaterThan(40);
    }),
  );
});
