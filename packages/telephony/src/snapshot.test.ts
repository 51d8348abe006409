import { expect, test } from '@jest/globals';
import { readFact } from './read-fact.ts';
import { callSnapshot } from './snapshot.ts';
import { foldCall } from './fold-call.ts';

const resource = {
  sid: 'CA00000000000000000000000000000001',
  account_sid: 'AC00000000000000000000000000000001',
  parent_call_sid: null,
  from: '+15085140320',
  to: '+16175006181',
  direction: 'inbound',
  status: 'completed',
  start_time: 'Thu, 12 Feb 2026 11:48:00 +0000',
  end_time: 'Thu, 12 Feb 2026 11:48:25 +0000',
  duration: '25',
  price: null,
  price_unit: 'USD',
  queue_time: '0',
  answered_by: null,
  date_updated: 'Thu, 12 Feb 2026 11:48:26 +0000',
};

const factOf = (snapshot: ReturnType<typeof callSnapshot>, source: 'reconcile_hot' | 'reconcile_cold') =>
  readFact({ ...snapshot, source, query: {}, receivedAt: '2026-02-12T11:50:00.000000Z' });

test('two looks that saw the same are one fact, a price makes another', () => {
  const first = callSnapshot(resource);
  expect(callSnapshot({ ...resource, date_updated: 'Thu, 12 Feb 2026 12:00:00 +0000' }).dedupeKey).toBe(
    first.dedupeKey,
  );
  expect(callSnapshot({ ...resource, price: '-0.0085' }).dedupeKey).not.toBe(first.dedupeKey);
});

test('REST alone makes the whole call, and its price is added when it is known', () => {
  const facts = [
    factOf(callSnapshot(resource), 'reconcile_hot'),
    factOf(callSnapshot({ ...resource, price: '-0.0085' }), 'reconcile_cold'),
  ];
  expect(foldCall(resource.sid, facts, new Set(['+16175006181']))).toMatchObject({
    status: 'completed',
    direction: 'inbound',
    durationSec: 25,
    startTime: '2026-02-12T11:48:00.000Z',
    endTime: '2026-02-12T11:48:25.000Z',
    price: '-0.0085',
    priceUnit: 'USD',
    webhookEvents: [],
  });
});

test('a call that never was answered ended when Twilio last touched it', () => {
  const busy = { ...resource, status: 'busy', start_time: null, end_time: null, duration: '0' };
  const [fact] = [factOf(callSnapshot(busy), 'reconcile_hot')];
  expect(fact).toMatchObject({ status: 'busy', occurredAt: '2026-02-12T11:48:26.000Z' });
});
