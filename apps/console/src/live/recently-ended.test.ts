import { expect, test } from '@jest/globals';
import type { CallRow } from '../calls/call.ts';
import { floorRows, nextFloor, SHOWN_AFTER_END_MS, type Floor } from './recently-ended.ts';

const call = (id: string, status: CallRow['status'] = 'in-progress') =>
  ({ id, status, created_at: `2026-11-29T14:00:0${id}.000Z` }) as CallRow;
/** Ids of the rows; those that have left in brackets. */
const shown = (floor: Floor, now: number) =>
  floorRows(floor, now)
    .map(({ id, hasLeft }) => (hasLeft ? `(${id})` : id))
    .join('');

test('live calls are shown, the latest first', () => {
  expect(shown(nextFloor(undefined, [call('1'), call('2')], 0), 0)).toBe('21');
});

test('a call that is no longer listed stays in its place for 15 seconds, as one that has left', () => {
  const first = nextFloor(undefined, [call('3'), call('2'), call('1')], 0);
  const second = nextFloor(first, [call('3'), call('1')], 1000);
  expect(shown(second, 1000)).toBe('3(2)1');
  const third = nextFloor(second, [call('3'), call('1')], 2000);
  expect(shown(third, 1000 + SHOWN_AFTER_END_MS - 1)).toBe('3(2)1');
  expect(shown(third, 1000 + SHOWN_AFTER_END_MS)).toBe('31');
});

test('a call that is listed again is live, and one whose end was already told has left', () => {
  const floor = nextFloor(nextFloor(nextFloor(undefined, [call('1')], 0), [], 1), [call('1')], 2);
  expect([shown(floor, 2), floor.ended]).toEqual(['1', []]);
  expect(shown(nextFloor(undefined, [call('1', 'completed')], 0), 0)).toBe('(1)');
});
