import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { placeLabels } from './place-labels.ts';

const texts = (names: { x: number; name: string }[], width = 800) =>
  placeLabels(names, width).map(({ text, anchor }) => [text, anchor]);

test('names far apart stand above their marks, and those at an edge within the picture', () => {
  const names = [
    { x: 4, name: 'initiated' },
    { x: 300, name: 'answered' },
    { x: 799, name: 'completed' },
  ];
  expect(texts(names)).toEqual([
    ['initiated', 'start'],
    ['answered', 'middle'],
    ['completed', 'end'],
  ]);
});

test('names without room of their own join, as long as there is room before the next mark', () => {
  const names = [
    { x: 100, name: 'initiated' },
    { x: 112, name: 'ringing' },
    { x: 600, name: 'completed' },
  ];
  expect(texts(names)).toEqual([
    ['initiated, ringing', 'start'],
    ['completed', 'middle'],
  ]);
  expect(texts([...names.slice(0, 2), { x: 130, name: 'answered' }])[0]).toEqual(['initiated', 'middle']);
});

test('no two labels lie on top of each other', () => {
  const name = fc.record({
    x: fc.integer({ min: 0, max: 800 }),
    name: fc.constantFrom('initiated', 'ringing', 'dial action', '12'),
  });
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 12, selector: ({ x }) => x }), (names) => {
      const sorted = names.toSorted((a, b) => a.x - b.x);
      const boxes = placeLabels(sorted, 800).map(({ x, anchor, text }) => {
        const size = text.length * 6;
        const start = anchor === 'start' ? x : anchor === 'end' ? x - size : x - size / 2;
        return [start, start + size] as const;
      });
      for (const [n, [start]] of boxes.slice(1).entries()) expect(start).toBeGreaterThanOrEqual(boxes[n]![1]);
    }),
  );
});
