import { expect, test } from '@jest/globals';
import type { Fact } from './fact.ts';
import { foldCall } from '../calls/fold-call.ts';
import { callLogEvent, factVerdict } from './fact-verdict.ts';
import type { CallStatus, Dropper } from '../calls/status.ts';

const at = (second: number) => new Date(Date.UTC(2026, 1, 12, 11, 48, second)).toISOString();
const fact = (status: CallStatus | null, second: number | null, changes: Partial<Fact> = {}): Fact => ({
  key: `${status}:${second}:${changes.source ?? ''}${changes.key ?? ''}`,
  kind: 'call-status',
  source: 'webhook',
  callSid: 'CA1',
  status,
  sequence: null,
  occurredAt: second === null ? null : at(second),
  observedAt: at(50),
  values: {},
  ...changes,
});
const drop = (by: Dropper, second: number) => fact(`dropped_by_${by}`, second, { kind: 'call-drop', source: 'api' });
const verdictOn = (fresh: Fact, before: Fact[]) =>
  factVerdict(fresh, before, foldCall('CA1', [...before, fresh], new Set()));

test.each([
  ['the first fact is applied', fact('ringing', 2), [], 'applied'],
  ['a step up is applied', fact('in-progress', 3), [fact('ringing', 2)], 'applied'],
  ['ringing after completed is late', fact('ringing', 2), [fact('completed', 9)], 'late'],
  [
    'the same report to a second URL is a duplicate',
    fact('completed', 9, { key: 'other' }),
    [fact('completed', 9)],
    'duplicate',
  ],
  [
    'an end that REST contradicts is superseded',
    fact('completed', 9),
    [fact('busy', 8, { source: 'sync' })],
    'superseded',
  ],
  ['the REST end itself is applied', fact('busy', 8, { source: 'sync' }), [fact('completed', 9)], 'applied'],
  [
    'a recording is applied whenever it comes',
    fact(null, null, { kind: 'recording-complete' }),
    [fact('completed', 9)],
    'applied',
  ],
  ['our drop of a live call is applied', drop('monitor', 8), [fact('in-progress', 3)], 'applied'],
  [
    'the end that our drop caused is applied',
    fact('completed', 9),
    [fact('in-progress', 3), drop('monitor', 8)],
    'applied',
  ],
  ['our drop that is stored after its end is applied', drop('monitor', 8), [fact('completed', 9)], 'applied'],
  [
    'what happens between a drop and the end is not late',
    fact('in-progress', 8),
    [fact('ringing', 2), drop('monitor', 7)],
    'applied',
  ],
  ['a drop of a call that was busy is superseded', drop('monitor', 8), [fact('busy', 9)], 'superseded'],
  [
    'of two drops the one that came too late is superseded',
    drop('reader', 9),
    [drop('monitor', 8), fact('completed', 9)],
    'superseded',
  ],
] as const)('%s', (_name, fresh, before, verdict) => expect(verdictOn(fresh, [...before])).toBe(verdict));

test.each([
  [fact('ringing', 1), true, 'call.created'],
  [fact('ringing', 1), false, 'call.status_changed'],
  [fact('in-progress', 1, { kind: 'dial-action' }), false, 'call.dial_action'],
  [fact(null, 1, { kind: 'recording-complete' }), true, 'recording.ready'],
  [fact(null, 1, { kind: 'recording-absent' }), false, 'recording.status_changed'],
  [drop('client', 1), false, 'call.dropped'],
] as const)('an event is named as the call inbox names it', (fresh, isFirst, name) =>
  expect(callLogEvent(fresh, isFirst)).toBe(name),
);
