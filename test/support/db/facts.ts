import { CALLBACK_KINDS } from '@trunkline/telephony/callbacks';
import { CALL_STATUSES } from '@trunkline/telephony/calls';
import type { Fact, FactSource } from '@trunkline/telephony/facts';
import { MANUAL_STATUSES } from '@trunkline/telephony/live-control';
import fc from 'fast-check';

const DROPPED = CALL_STATUSES.filter((status) => status.startsWith('dropped_by_'));
const REPORTED = CALL_STATUSES.filter((status) => !DROPPED.includes(status) && status !== 'scheduled');
const REST: readonly FactSource[] = ['reconcile_hot', 'reconcile_warm', 'reconcile_cold', 'sync'];

const seconds = fc.integer({ min: 0, max: 40 });
const twilioTime = seconds.map((second) => new Date(Date.UTC(2026, 1, 12, 11, 48, second)).toISOString());
const arrival = fc
  .integer({ min: 0, max: 999_999 })
  .map((micros) => `2026-02-12T11:49:00.${String(micros).padStart(6, '0')}Z`);
const party = fc.constantFrom(
  '+16175006181',
  '+15085140320',
  'sip:dispatcher@abchomes.sip.twilio.com',
  'client:2',
  'anonymous',
);

const values = fc.record(
  {
    fromNumber: party,
    toNumber: party,
    durationSec: fc.integer({ min: 0, max: 9 }),
    startTime: twilioTime,
    endTime: twilioTime,
    price: fc.constantFrom('-0.0085', '-0.0170'),
    queueTime: fc.integer({ min: 0, max: 2000 }),
    answeredBy: fc.constantFrom('human', 'machine_start'),
    errorCode: fc.constantFrom('0', '11205'),
    candidateId: fc.integer({ min: 1, max: 3 }),
    campaignId: fc.constantFrom('spring', 'autumn'),
  },
  { requiredKeys: [] },
);
const recording = fc
  .record({
    sid: fc.constantFrom('REa', 'REb'),
    status: fc.constantFrom('in-progress', 'paused', 'stopped', 'completed', 'absent', 'failed', 'processing'),
    startedAt: fc.option(twilioTime),
    more: fc.constantFrom({}, { channels: 2 }, { channels: 1, errorCode: '16101' }),
  })
  .map(({ more, ...said }) => ({ ...said, ...more }));
const dial = fc.record({ status: fc.constantFrom('completed', 'answered', 'busy', 'no-answer', 'failed', 'canceled') });

/** A status that a person set. */
const setByHand = fc.record({
  kind: fc.constant('manual-status' as const),
  source: fc.constant<FactSource>('api'),
  status: fc.constantFrom(...MANUAL_STATUSES),
});

/** A fact without its key: a callback of any subscription, a REST fact, a drop of ours, or a status set by hand. */
const unkeyed = fc
  .record({
    kind: fc.constantFrom(...CALLBACK_KINDS.filter((kind) => kind !== 'quarantined' && kind !== 'manual-status')),
    origin: fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({
          source: fc.constant<FactSource>('webhook'),
          status: fc.option(fc.constantFrom(...REPORTED)),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({ source: fc.constantFrom(...REST), status: fc.option(fc.constantFrom(...REPORTED)) }),
      },
      {
        weight: 1,
        arbitrary: fc.record({ source: fc.constant<FactSource>('api'), status: fc.constantFrom(...DROPPED) }),
      },
      { weight: 1, arbitrary: setByHand },
    ),
    sequence: fc.option(fc.integer({ min: 0, max: 4 })),
    occurredAt: fc.option(twilioTime),
    observedAt: arrival,
    values,
    more: fc.oneof(fc.constant({}), fc.record({ recording }), fc.record({ dial })),
  })
  .map(({ origin, more, ...fact }) => ({ ...fact, ...origin, ...more }));

export const CALL_SID = 'CA00000000000000000000000000000001';

/** One or more facts of one call, each with its own key, in no order. */
export const factsOfACall: fc.Arbitrary<Fact[]> = fc
  .array(unkeyed, { minLength: 1, maxLength: 9 })
  .map((facts) => facts.map((fact, n) => ({ ...fact, key: `fact-${n}`, callSid: CALL_SID })));

/** The same facts in another order, some of them repeated. */
export const reordered = (facts: readonly Fact[]): fc.Arbitrary<Fact[]> =>
  fc
    .tuple(
      fc.shuffledSubarray([...facts], { minLength: facts.length }),
      fc.array(fc.constantFrom(...facts), { maxLength: 6 }),
    )
    .chain(([all, copies]) => fc.shuffledSubarray([...all, ...copies], { minLength: all.length + copies.length }));
