import { expect, test } from '@jest/globals';
import { parseFact, type Fact } from '@trunkline/telephony/facts';
import { callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { foldFacts } from './fold-facts.ts';

const [A, B] = [callSid(1), callSid(2)];
const fact = (payload: object): Fact =>
  parseFact({
    kind: 'call-status',
    dedupeKey: JSON.stringify(payload),
    source: 'webhook',
    payload,
    query: {},
    receivedAt: '2026-11-21T00:00:00.000000Z',
  });
const fresh = (inboxId: string, payload: object) => ({ inboxId, fact: fact(payload) });

test('each call is folded from what was known and what is new, each new fact logged once', () => {
  const known = new Map([[A, { facts: [fact(progress(A, 'completed', 3))] }]]);
  const { calls, events } = foldFacts(
    [fresh('1', progress(A, 'ringing', 1)), fresh('2', progress(B, 'ringing', 1))],
    known,
    new Set(),
  );
  expect(calls.map(({ callSid: sid, status, version }) => [sid, status, version])).toEqual([
    [A, 'completed', 2],
    [B, 'ringing', 1],
  ]);
  expect(
    events.map(({ inboxId, callSid: sid, verdict, callLogEvent }) => [inboxId, sid, verdict, callLogEvent]),
  ).toEqual([
    ['1', A, 'late', 'call.status_changed'],
    ['2', B, 'applied', 'call.created'],
  ]);
});

test('a fact about no call is logged and touches none', () => {
  const { calls, events } = foldFacts([fresh('1', { ConferenceSid: 'CF1' })], new Map(), new Set());
  expect(calls).toEqual([]);
  expect(events).toMatchObject([{ inboxId: '1', callSid: null, verdict: 'applied' }]);
});
