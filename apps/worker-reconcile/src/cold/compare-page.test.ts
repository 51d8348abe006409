import { describe, expect, test } from '@jest/globals';
import type { CallRow, RecordingRow } from '@trunkline/db/reconciliation';
import { CALL_STATUSES } from '@trunkline/telephony/calls';
import { callResource, recordingResource, sidOf } from '../../../../test/support/twilio/resources.ts';
import { comparePage, isSettled, changedRecordings } from './compare-page.ts';

const OWNED = new Set(['+16175006181']);
const SID = sidOf('CA', 1);

const row = (changes: Partial<CallRow> = {}): CallRow => ({
  callSid: SID,
  status: 'completed',
  durationSec: 25,
  price: '-0.0085',
  isFinal: true,
  isFrozen: false,
  ...changes,
});

/** Which list the call ends up in. */
function placeOf(call: ReturnType<typeof callResource>, known?: CallRow): string {
  const page = comparePage([call], new Map(known ? [[SID, known]] : []), OWNED);
  const places = Object.entries(page).flatMap(([name, calls]) => calls.map(() => name));
  return places.join(' and ') || 'nowhere';
}

describe('a call of Twilio’s list', () => {
  test.each<[string, Partial<ReturnType<typeof callResource>>, Partial<CallRow> | undefined, string]>([
    ['that is unknown is imported', {}, undefined, 'changed'],
    ['that still rings and is unknown is imported', { status: 'ringing', end_time: null }, undefined, 'changed'],
    ['that agrees with ours is the same', {}, {}, 'same'],
    ['that is further than ours', {}, { status: 'ringing', isFinal: false, price: null }, 'changed'],
    ['that is as far as ours and lives', { status: 'ringing' }, { status: 'ringing', isFinal: false }, 'nowhere'],
    ['that is not as far as ours', { status: 'in-progress' }, {}, 'same'],
    [
      'that is queued while we know that it is dialled',
      { status: 'queued' },
      { status: 'initiated', isFinal: false },
      'nowhere',
    ],
    ['that ended otherwise', { status: 'busy' }, {}, 'changed'],
    ['that we dropped ended as Twilio shows it', {}, { status: 'dropped_by_monitor' }, 'same'],
    ['with a price that we do not know', {}, { price: null }, 'changed'],
    ['with another price', { price: '-0.0170' }, {}, 'changed'],
    ['with the same price written otherwise', { price: '-0.00850' }, {}, 'same'],
    ['whose price Twilio does not show yet', { price: null }, {}, 'same'],
    ['with another duration', { duration: '26' }, {}, 'changed'],
    [
      'with a duration that we do not know',
      { duration: '0', status: 'busy' },
      { status: 'busy', durationSec: null },
      'changed',
    ],
    ['that is frozen is left out, whatever Twilio shows now', { price: '-1.0' }, { isFrozen: true }, 'nowhere'],
    ['of an unknown status', { status: 'on-hold' }, undefined, 'nowhere'],
  ])('%s', (_what, said, known, place) => {
    expect(placeOf(callResource(said), known && row(known))).toBe(place);
  });

  test('that a sync filter matches is skipped, unless a callback named it', () => {
    const internal = callResource({ from: 'sip:a@example.com', to: 'sip:b@example.com' });
    expect(placeOf(internal)).toBe('skipped');
    expect(placeOf(internal, row({ status: 'ringing', isFinal: false }))).toBe('changed');
  });

  test('is in one list at most, whatever its status and ours', () => {
    for (const said of CALL_STATUSES)
      for (const known of CALL_STATUSES)
        expect(placeOf(callResource({ status: said }), row({ status: known }))).not.toContain(' and ');
  });
});

test.each<[string, string | null, string | null, string, boolean]>([
  ['priced, a day after its end', 'Thu, 12 Feb 2026 11:48:25 +0000', '-0.0085', '2026-02-13T11:48:25Z', true],
  ['priced, a second earlier', 'Thu, 12 Feb 2026 11:48:25 +0000', '-0.0085', '2026-02-13T11:48:24Z', false],
  ['without a price, three days after its end', 'Thu, 12 Feb 2026 11:48:25 +0000', null, '2026-02-15T11:48:25Z', true],
  ['without a price, a second earlier', 'Thu, 12 Feb 2026 11:48:25 +0000', null, '2026-02-15T11:48:24Z', false],
  ['never answered, dated by its last change', null, null, '2026-02-15T11:48:26Z', true],
])('a call that is %s: settled = %s', (_what, end, price, now, settled) => {
  expect(isSettled(callResource({ end_time: end, price }), new Date(now))).toBe(settled);
});

test('a call without dates is never settled', () => {
  const undated = callResource({ end_time: null, date_updated: null });
  expect(isSettled(undated, new Date('2030-01-01T00:00:00Z'))).toBe(false);
});

test.each<[string, Partial<ReturnType<typeof recordingResource>>, Partial<RecordingRow> | undefined, boolean]>([
  ['that is unknown', {}, undefined, true],
  ['that agrees with ours', {}, {}, false],
  ['that is over by now', {}, { status: 'in-progress', durationSec: null, price: null }, true],
  ['whose price appeared', {}, { price: null }, true],
  ['whose price Twilio does not show', { price: null }, {}, false],
  ['with another duration', { duration: '21' }, {}, true],
  ['without a duration yet', { duration: null }, {}, false],
])('a recording %s is changed: %s', (_what, said, known, isChanged) => {
  const ours = { recordingSid: sidOf('RE', 1), status: 'completed', durationSec: 20, price: '-0.0025', ...known };
  const listed = [recordingResource(said)];
  expect(changedRecordings(listed, new Map(known ? [[ours.recordingSid, ours]] : []))).toEqual(isChanged ? listed : []);
});
