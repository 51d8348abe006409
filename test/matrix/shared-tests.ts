import type { NamedTest } from './row.ts';

/** Tests that hold more than one row. */

/** Every fault of test/proofs/chaos strikes at least once; afterwards each acknowledged callback is looked for. */
export const CHAOS: NamedTest = [
  'test/e2e/chaos.test.ts',
  'no callback is lost, applied twice or applied wrongly while every kind of fault strikes (queues on %s)',
];
export const WITHOUT_STATE_CHECK: NamedTest = [
  'test/e2e/chaos.test.ts',
  'without the state check in the transaction callbacks are applied twice, and the check reports it',
];
export const ABLATIONS: NamedTest = ['test/e2e/chaos.test.ts', 'the check fails without %s (queues on %s, faults: %s)'];
export const DIRECT: NamedTest = [
  'apps/worker-status/src/direct.int.test.ts',
  'while Redis %s callbacks are applied from Postgres, once each, and from the queue when it is back',
];
export const EMPTIED_QUEUE: NamedTest = [
  'apps/worker-reconcile/src/relay-callbacks.int.test.ts',
  'a queue that was emptied loses nothing once the relay runs',
];
export const RACING_RELAYS: NamedTest = [
  'apps/worker-reconcile/src/relay-callbacks.int.test.ts',
  'two relays at once never claim the same row, and a claimed row is not due again at once',
];
export const FOLD_ORDER: NamedTest = [
  'packages/telephony/src/calls/fold-call.test.ts',
  'every order and every number of copies of the same facts give the same bytes',
];
export const APPLY_ORDER: NamedTest = [
  'apps/worker-status/src/apply-callbacks.int.test.ts',
  'any order, copies and split over up to four appliers give the same calls, and one event per callback',
];
export const ACKED_BUT_ABSENT: NamedTest = [
  'test/e2e/reconcile.test.ts',
  'an acknowledged callback that is missing in the inbox raises an alarm',
];
export const SCAN: NamedTest = [
  'test/e2e/reconcile.test.ts',
  'a requested scan finds the calls without any callback, fills in prices, and finds nothing new the next time',
];
export const SPOOL_FULL: NamedTest = [
  'apps/ingest/src/spool/open-spool.test.ts',
  'reports are refused, callers find room in the reserve, and nothing leaks',
];
export const REJECTED_ROW: NamedTest = [
  'apps/worker-status/src/dead-letters.int.test.ts',
  'a row that Postgres rejects is found in its batch, fails alone and ends as a dead letter',
];
export const GIVEN_UP_JOB: NamedTest = [
  'apps/worker-status/src/dead-letters.int.test.ts',
  'a job that BullMQ gave up charges only its unfinished rows',
];
export const NEVER_REPEATED: NamedTest = [
  'apps/worker-dialer/src/dial.int.test.ts',
  'a submission that was %s is never repeated',
];
export const DEAD_DIALER: NamedTest = [
  'apps/worker-dialer/src/dial.int.test.ts',
  'a process that dies after its commit leaves a call that is checked for, not placed again',
];
export const BOUNDED_RETRIES: NamedTest = [
  'packages/twilio/src/rest/request-budget.int.test.ts',
  'a burst of 429 and 5xx ends in success, with exactly one repetition per refusal',
];
