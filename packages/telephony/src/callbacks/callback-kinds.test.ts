import { expect, test } from '@jest/globals';
import { callLogEvent } from '../facts/fact-verdict.ts';
import type { Fact } from '../facts/fact.ts';
import { CALLBACK_KINDS, detectKind, type CallbackKind } from './callback-kinds.ts';
import { callbackName } from './callback-name.ts';
import { dedupeKey } from './dedupe-key.ts';

const fact = (kind: CallbackKind): Fact => ({
  key: 'key',
  kind,
  source: 'webhook',
  callSid: 'CA1',
  status: null,
  sequence: null,
  occurredAt: null,
  observedAt: '2026-11-21T00:00:00.000000Z',
  values: {},
});

test('a kind that a newer version stored is named, logged and keyed by its name', () => {
  const unknown = 'kind-of-tomorrow' as CallbackKind;
  expect(CALLBACK_KINDS).not.toContain(unknown);
  expect(callbackName(fact(unknown))).toBe('kind of tomorrow');
  expect([true, false].map((isFirst) => callLogEvent({ kind: unknown }, isFirst))).toEqual([
    'call.created',
    'call.kind_of_tomorrow',
  ]);
  expect(dedupeKey(unknown, { CallSid: 'CA1' }, 'x')).toMatch(/^kind-of-tomorrow:CA1:-:/);
});

test.each(CALLBACK_KINDS)('%s has a label of words, and a name in a call’s log', (kind) => {
  expect(callbackName(fact(kind))).toMatch(/^[A-Za-z:][A-Za-z: ]+$/);
  expect(callLogEvent({ kind }, false)).toMatch(/^(?:call|recording)\.[a-z_]+$/);
});

test.each([
  [{ RecordingStatus: 'completed' }, 'recording-complete'],
  [{ RecordingStatus: 'failed', DialCallStatus: 'busy' }, 'recording-failed'],
  [{ CallStatus: 'ringing', RecordingStatus: 'completed', RecordingUrl: 'https://x', Digits: '5' }, 'call-inbound'],
  [{ RecordingStatus: 'deleted' }, 'recording-failed'],
  [{ RecordingStatus: {}, DialCallStatus: '' }, 'call-inbound'],
  [{ RecordingUrl: 'https://x', CallDuration: '7', SequenceNumber: '3' }, 'call-status'],
  [{ RecordingUrl: 'https://x', Digits: '#', CallStatus: 'in-progress' }, 'record-action'],
  [{ RecordingUrl: 'https://x' }, 'call-inbound'],
  [{ AnsweredBy: 'human', CallStatus: 'in-progress' }, 'call-inbound'],
  [{}, 'call-inbound'],
] as const)('%j is %s where a path stands for new calls', (fields, kind) =>
  expect(detectKind(fields, 'call-inbound')).toBe(kind),
);
