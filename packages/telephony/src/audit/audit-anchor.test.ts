import { expect, test } from '@jest/globals';
import { compareAnchors, describeAuditFault, type AuditFault, type KeptAnchor } from './audit-anchor.ts';

const anchor = (hour: string, isStored = true): KeptAnchor => ({ hour, lines: 7, head: 'aa', isStored });
const plain = ({ hour, lines, head }: KeptAnchor) => ({ hour, lines, head });
const [ONE, TWO] = [anchor('2026-11-29T07'), anchor('2026-11-29T08')];

test('anchors that both places have alike are no fault', () => {
  expect(compareAnchors({ before: [ONE, TWO], after: [ONE, TWO], stored: [plain(ONE), plain(TWO)] })).toEqual([]);
  expect(compareAnchors({ before: [], after: [], stored: [] })).toEqual([]);
});

test('an anchor that is not stored yet, or is written during the comparison, is no fault', () => {
  const unstored = anchor(TWO.hour, false);
  expect(compareAnchors({ before: [ONE, unstored], after: [ONE, unstored], stored: [plain(ONE)] })).toEqual([]);
  expect(compareAnchors({ before: [ONE], after: [ONE, TWO], stored: [plain(ONE), plain(TWO)] })).toEqual([]);
  expect(compareAnchors({ before: [ONE], after: [ONE, TWO], stored: [plain(ONE)] })).toEqual([]);
});

test('an anchor that one place lost is named with that place', () => {
  expect(compareAnchors({ before: [ONE, TWO], after: [ONE, TWO], stored: [plain(TWO)] })).toEqual([
    { hour: ONE.hour, why: 'not in the store' },
  ]);
  expect(compareAnchors({ before: [ONE], after: [ONE], stored: [plain(ONE), plain(TWO)] })).toEqual([
    { hour: TWO.hour, why: 'not in the table' },
  ]);
});

test.each([{ lines: 8 }, { head: 'bb' }])('an anchor with another content is named: %j', (change) => {
  const stored = [{ ...plain(ONE), ...change }];
  expect(compareAnchors({ before: [ONE], after: [ONE], stored })).toEqual([{ hour: ONE.hour, why: 'differs' }]);
});

test('every fault has a sentence that names its line or hour', () => {
  const faults: AuditFault[] = [
    { id: 4711, why: 'missing' },
    { id: 4711, why: 'unanchored' },
    { hour: ONE.hour, why: 'differs' },
  ];
  for (const fault of faults)
    expect(describeAuditFault(fault)).toMatch(/^(?:Line 4711|The anchor of 2026-11-29T07) .*\.$/);
});
