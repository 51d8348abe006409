import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { factsOfACall, reordered } from '../../../../test/support/db/facts.ts';
import type { Fact } from '../facts/fact.ts';
import { classifyGap, sentRequests, settleGap, type SentRequest } from './gap.ts';

const ORIGIN = 'https://calls.example.com';
const CALL = `CA${'1'.repeat(32)}`;
const RECORDING = `RE${'2'.repeat(32)}`;
const at = (second: number): string => new Date(Date.UTC(2026, 1, 12, 11, 48, second)).toISOString();

describe('what Twilio says it sent', () => {
  const made = (parameters: Record<string, unknown>, answer: number | null = 204, url = `${ORIGIN}/status`) => ({
    url,
    parameters,
    answer,
  });
  const status = (said: string, sequence: number) => ({
    call_sid: CALL,
    call_status: said,
    callback_source: 'call-progress-events',
    sequence_number: `${sequence}`,
  });

  test.each<[string, Record<string, unknown>, string, number | null]>([
    ['an answered call', status('in-progress', 2), 'answered', 2],
    ['any end', status('no-answer', 1), 'completed', 1],
    ['a voice request', { call_sid: CALL, call_status: 'ringing', direction: 'inbound' }, 'voice request', null],
    ['the end of a dial', { call_sid: CALL, dial_call_status: 'busy' }, 'dial action', null],
    [
      'a recording, also one that holds nothing',
      { call_sid: CALL, recording_sid: RECORDING, recording_status: 'absent' },
      `recording ${RECORDING} completed`,
      null,
    ],
    ['names as a callback has them', { CallSid: CALL, CallStatus: 'ringing', SequenceNumber: '1' }, 'ringing', 1],
  ])('%s is read from its parameters', (_what, parameters, name, sequence) => {
    expect(sentRequests([made(parameters, 204)], ORIGIN)).toEqual([{ name, sequence, answers: [204] }]);
  });

  test('the attempts of one callback are one entry, with every answer in its order; no answer is null', () => {
    const ended = status('completed', 3);
    const [ringing, completed, ...others] = sentRequests(
      [made(status('ringing', 1)), made(ended, null), made(ended, 503), made(ended, 204)],
      ORIGIN,
    );
    expect(ringing).toMatchObject({ name: 'ringing', answers: [204] });
    expect(completed).toEqual({ name: 'completed', sequence: 3, answers: [null, 503, 204] });
    expect(others).toEqual([]);
  });

  test.each([
    ['https://calls.example.com', true],
    ['https://calls.example.com/status?candidate_id=7', true],
    ['https://calls.example.com?candidate_id=7', true],
    ['https://CALLS.example.com:443/status', true],
    ['https://user:password@calls.example.com/status', true],
    ['https://calls.example.com.evil.example/status', false],
    ['https://calls.example.com:8443/status', false],
    ['http://calls.example.com/status', false],
    ['not an address', false],
  ])('a request to %s is ours: %s', (url, isOurs) => {
    expect(sentRequests([made(status('ringing', 1), 204, url)], ORIGIN)).toHaveLength(isOurs ? 1 : 0);
  });

  test('a request without an address, or with an unknown status, is left out and no other with it', () => {
    const listed = [
      { ...made(status('ringing', 1)), url: null },
      made(status('levitating', 1)),
      made(status('completed', 3)),
    ];
    expect(sentRequests(listed, ORIGIN).map(({ name }) => name)).toEqual(['completed']);
  });
});

describe('why a callback is missing', () => {
  const gap = (name: string, sequence: number | null = null, recordingSid: string | null = null) => ({
    name,
    sequence,
    recordingSid,
  });
  const sent = (name: string, answers: (number | null)[], sequence: number | null = null): SentRequest => ({
    name,
    sequence,
    answers,
  });
  const recorded = gap(`recording ${RECORDING} completed`, null, RECORDING);

  test.each<[string, ReturnType<typeof gap>, SentRequest[], string]>([
    ['nothing is listed', gap('completed'), [], 'unknown'],
    ['only requests for TwiML are listed', gap('completed'), [sent('voice request', [200])], 'unknown'],
    ['only a recording is listed', gap('completed'), [sent(recorded.name, [204])], 'unknown'],
    ['others of the kind are listed', gap('completed'), [sent('ringing', [204], 1)], 'never_sent'],
    ['it is listed and got no answer', gap('completed'), [sent('completed', [null, null], 3)], 'we_failed'],
    ['it is listed and got 503 and 404', gap('completed'), [sent('completed', [503, 404], 3)], 'we_failed'],
    ['it is listed and was sent elsewhere (302)', gap('completed'), [sent('completed', [302], 3)], 'we_failed'],
    ['a later attempt got 2xx', gap('completed'), [sent('completed', [503, 204], 3)], 'acked_but_absent'],
    [
      'it went to two URLs, and one of them acknowledged it',
      gap('completed'),
      [sent('completed', [500], 0), sent('completed', [204], 3)],
      'acked_but_absent',
    ],
    ['its number alone is known, and listed', gap('status callback 1', 1), [sent('answered', [500], 1)], 'we_failed'],
    ['its number alone is known, not listed', gap('status callback 1', 1), [sent('ringing', [204], 0)], 'never_sent'],
    ['a recording callback, none of its kind listed', recorded, [sent('completed', [204], 3)], 'unknown'],
    ['a recording callback, another’s is listed', recorded, [sent('recording REx completed', [204])], 'never_sent'],
    ['a recording callback is listed with 500', recorded, [sent(recorded.name, [500])], 'we_failed'],
    ['a recording callback is listed with 200', recorded, [sent(recorded.name, [200])], 'acked_but_absent'],
  ])('%s', (_what, missing, listed, expected) => expect(classifyGap(missing, listed)).toBe(expected));
});

describe('what becomes of a gap', () => {
  const fact = (changes: Partial<Fact>): Fact => ({
    key: `${changes.kind ?? 'call-status'}:${changes.source ?? ''}:${changes.status}:${changes.sequence}`,
    kind: 'call-status',
    source: 'webhook',
    callSid: CALL,
    status: null,
    sequence: null,
    occurredAt: null,
    observedAt: at(0),
    values: {},
    ...changes,
  });
  const callback = (status: Fact['status'], sequence: number, second: number): Fact =>
    fact({ status, sequence, observedAt: at(second) });
  const rest = (status: Fact['status'], second: number): Fact =>
    fact({ kind: 'call-resource', source: 'reconcile_hot', status, observedAt: at(second) });
  const recording = (source: Fact['source'], status: string, second: number): Fact =>
    fact({
      key: `${source}:${status}`,
      kind: source === 'webhook' ? 'recording-complete' : 'recording-resource',
      source,
      observedAt: at(second),
      recording: { sid: RECORDING, status, startedAt: null },
    });
  const ended = { missing: 'completed', sequence: null, recordingSid: null };
  const recorded = { missing: `recording ${RECORDING} completed`, sequence: null, recordingSid: RECORDING };
  const began = { ...recorded, missing: `recording ${RECORDING} in-progress` };
  const open = { healedAt: null, healedBy: null, arrivedAt: null };

  test.each<[string, Parameters<typeof settleGap>[0], Fact[], ReturnType<typeof settleGap>]>([
    ['nothing is known', ended, [], open],
    ['the call lives', ended, [rest('in-progress', 5), callback('ringing', 1, 3)], open],
    ['REST reports the end', ended, [rest('busy', 5)], { ...open, healedAt: at(5), healedBy: 'reconcile_hot' }],
    [
      'it comes after REST reported the end',
      ended,
      [callback('completed', 3, 9), rest('completed', 5)],
      { healedAt: at(5), healedBy: 'reconcile_hot', arrivedAt: at(9) },
    ],
    [
      'it comes before REST reports the end',
      ended,
      [rest('completed', 9), callback('completed', 3, 5)],
      { healedAt: at(5), healedBy: 'late callback', arrivedAt: at(5) },
    ],
    [
      'a later callback says more',
      { ...ended, missing: 'ringing', sequence: 1 },
      [callback('completed', 3, 5)],
      { ...open, healedAt: at(5), healedBy: 'superseded' },
    ],
    [
      'the callback of its number comes',
      { ...ended, missing: 'status callback 1', sequence: 1 },
      [callback('in-progress', 1, 4), callback('completed', 2, 5)],
      { healedAt: at(4), healedBy: 'late callback', arrivedAt: at(4) },
    ],
    [
      'REST reports the recording',
      recorded,
      [recording('reconcile_warm', 'completed', 8)],
      { ...open, healedAt: at(8), healedBy: 'reconcile_warm' },
    ],
    ['REST saw the recording while it ran', recorded, [recording('reconcile_cold', 'in-progress', 8)], open],
    ['the call’s end says nothing of its recording', recorded, [rest('completed', 5)], open],
    [
      'that it was recorded, when the end of the recording came',
      began,
      [recording('webhook', 'completed', 8)],
      { ...open, healedAt: at(8), healedBy: 'superseded' },
    ],
    [
      'another recording’s account heals nothing',
      { ...recorded, recordingSid: 'RE3', missing: 'recording RE3 completed' },
      [recording('reconcile_warm', 'completed', 8)],
      open,
    ],
  ])('%s', (_what, missing, facts, expected) => expect(settleGap(missing, facts)).toEqual(expected));

  test('the order in which facts became known to us is all that counts, not the order in which they are read', () => {
    const missing = fc.constantFrom(
      ended,
      { missing: 'ringing', sequence: 1, recordingSid: null },
      { missing: 'status callback 2', sequence: 2, recordingSid: null },
      { missing: 'recording REa completed', sequence: null, recordingSid: 'REa' },
      { missing: 'recording REa in-progress', sequence: null, recordingSid: 'REa' },
    );
    const orders = factsOfACall
      .map((facts) => facts.map((known, n) => ({ ...known, observedAt: at(n % 3) }))) // many at one time
      .chain((facts) => fc.tuple(fc.constant(facts), reordered(facts), missing));
    fc.assert(
      fc.property(orders, ([facts, shuffled, one]) => expect(settleGap(one, shuffled)).toEqual(settleGap(one, facts))),
      { numRuns: 1000 },
    );
  });

  test('a gap that was healed stays healed at that time, also when more comes later', () => {
    const later = factsOfACall.map((facts) => facts.map((known) => ({ ...known, observedAt: at(50) })));
    fc.assert(
      fc.property(later, (facts) => {
        const healed = settleGap(ended, [rest('completed', 5)]);
        expect(settleGap(ended, [rest('completed', 5), ...facts])).toMatchObject({
          healedAt: healed.healedAt,
          healedBy: healed.healedBy,
        });
      }),
    );
  });
});
