import { expect, test } from '@jest/globals';
import { urgency } from './concerns.ts';
import { rowsAt, type Floor, type FloorRow } from './floor.ts';
import { chosenOf, choicesOf } from './live-filters.ts';

const thresholds = {
  waiting_seconds: 30,
  siren_alert_seconds: 30,
  recording_confirm_seconds: 3,
  answered_share_seconds: 900,
  just_ended_seconds: 15,
} satisfies Floor['thresholds'];
const NOW = Date.parse('2026-11-29T14:01:00Z');
const measure = { thresholds, now: NOW };
const call = (id: string, fields: Partial<FloorRow> = {}) =>
  ({
    id,
    status: 'in-progress',
    is_final: false,
    direction: 'inbound',
    from_number: `+1508555000${id}`,
    ...fields,
  }) as FloorRow;
const RINGS = call('1', {
  status: 'ringing',
  ringing_since: '2026-11-29T14:00:20Z',
  created_at: '2026-11-29T14:00:00Z',
});
const TALKS = call('2', { recording_status: 'paused', contact: { display_name: 'J. Okafor' } as FloorRow['contact'] });
const ENDED = call('3', { status: 'completed', is_final: true, finalized_at: '2026-11-29T14:00:50Z' });
const SIREN = call('4', { direction: 'outbound', siren: { status: 'active' } as FloorRow['siren'] });
const ROWS = [RINGS, TALKS, ENDED, SIREN];

test.each([
  ['everything', {}, '1234'],
  ['states, and what has just ended', { status: ['ringing'] }, '13'],
  ['calls that wait too long', { only: 'waiting' }, '1'],
  ['recorded calls', { only: 'recording' }, '2'],
  ['open sirens', { only: 'siren' }, '4'],
  ['a direction', { direction: ['outbound'] }, '4'],
  ['part of a name', { q: 'okafor' }, '2'],
  ['part of a number in any notation', { q: '508 555-0004' }, '4'],
  ['nothing', { q: 'no such' }, ''],
] as const)('filters choose %s', (_, search, ids) => {
  const chosen = chosenOf(ROWS, search as never, measure);
  expect(chosen.map(({ id }) => id).join('')).toBe(ids);
});

const LEG = call('5', { parent_call_sid: 'CA0000000000000000000000000000000a' });

test('each filter says how many live calls it would show; a leg is none', () => {
  const counts = choicesOf([...ROWS, LEG], { only: 'siren' }, measure).map(
    ({ name, count, isOn }) => `${name} ${count}${isOn ? ' on' : ''}`,
  );
  expect(counts).toEqual([
    'Ringing 1',
    'In progress 2',
    'Waiting > 30 s 1',
    'Recording 1',
    'Siren 1 on',
    'Missing callback 0',
    'Inbound 2',
    'Outbound 1',
  ]);
});

test('an ended call stays for 15 seconds, and an unchanged list is the same array', () => {
  const floor = { data: ROWS, thresholds };
  expect(rowsAt(floor, NOW)).toBe(ROWS);
  expect(rowsAt(floor, NOW + 5001)).toEqual([RINGS, TALKS, SIREN]);
});

test('the board has first what needs a person most', () => {
  const still = call('5', { control: { recording: { warning: 'STILL RECORDING' } } as FloorRow['control'] });
  const taken = call('6', { siren: { status: 'acknowledged' } as FloorRow['siren'] });
  const order = [...ROWS, still, taken].toSorted((a, b) => urgency(b, thresholds, NOW) - urgency(a, thresholds, NOW));
  expect(order.map(({ id }) => id).join('')).toBe('546123');
});
