import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinSpans, readPeaks } from './peaks.ts';

test('fewer points keep the loudest of each span, and every value falls into one', () => {
  expect([...joinSpans(Uint8Array.of(1, 9, 2, 3, 8, 0), 3)]).toEqual([9, 3, 8]);
  const cases = fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 3000 }), fc.integer({ min: 1, max: 800 }));
  fc.assert(
    fc.property(cases, ([values, spans]) => {
      const joined = joinSpans(values, spans);
      expect(joined).toHaveLength(Math.min(spans, values.length));
      expect(Math.max(...joined)).toBe(Math.max(...values));
    }),
  );
});

test('channels are read one after the other', () => {
  const stored = { channels: 2, peaks: Buffer.from([1, 2, 3, 4, 50, 60, 70, 80]) };
  expect(readPeaks(stored)).toEqual([
    [1, 2, 3, 4],
    [50, 60, 70, 80],
  ]);
  expect(readPeaks(stored, 2)).toEqual([
    [2, 4],
    [60, 80],
  ]);
});
