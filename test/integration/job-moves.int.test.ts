import { unscoped } from '@trunkline/db/connection';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import {
  attachIntents,
  beginSubmission,
  cancelCallIntent,
  markSubmissionUnknown,
  NO_CAPS,
  recordSubmission,
  resolveIntent,
  type SubmissionOutcome,
} from '@trunkline/db/dialing';
import { changeOperation, tickOperation } from '@trunkline/db/operations';
import { cancelSyncRun, claimSyncRun, finishSyncRun } from '@trunkline/db/reconciliation';
import {
  changeWebhookEndpoint,
  claimDueDeliveries,
  replayDeliveries,
  retryDelivery,
  settleDelivery,
} from '@trunkline/db/webhooks';
import { INTENT_MACHINE } from '@trunkline/telephony/dialing';
import { OPERATION_MACHINE } from '@trunkline/telephony/operations';
import { SYNC_RUN_MACHINE } from '@trunkline/telephony/reconciliation';
import { DELIVERY_MACHINE, ENDPOINT_MACHINE } from '@trunkline/telephony/webhooks';
import { openTestDatabase } from '../support/db/inbox.ts';
import { changesOf, movesOf, type Add, type Move } from '../support/db/state-moves.ts';
import { deleteRows } from '../support/db/delete-rows.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() =>
  deleteRows(db.pool, ['call_intents', 'webhook_endpoints', 'sync_runs', 'operations'], { restartsIdentity: true }),
);

const idOf = async (sql: string, values: unknown[]): Promise<string> =>
  (await db.pool.query<{ id: string }>(sql, values)).rows[0]!.id;

test('the SQL of the dialer moves intents by their machine', async () => {
  const at = '2026-02-12T12:00:00Z';
  const add: Add = (state) =>
    idOf(
      `insert into call_intents (kind, to_number, from_number, voice_url, status_url, state, submitting_at)
      values ('candidate', '+1', '+2', 'https://x', 'https://x', $1, $2) returning id::text`,
      [state, at],
    );
  const callSid = `CA${'1'.repeat(32)}`;
  const record =
    (outcome: SubmissionOutcome): Move =>
    (id) =>
      recordSubmission(db.pool, id, at, outcome);
  const soon = new Date();
  const moves: Move[] = [
    (id) => beginSubmission(db, id, 1000, NO_CAPS),
    (id) => cancelCallIntent(unscoped(db), id),
    (id) => markSubmissionUnknown(db.pool, id),
    record({ state: 'submitted', callSid }),
    record({ state: 'queued', retryAt: soon, error: 'later' }),
    record({ state: 'refused', errorCode: '1', error: 'no', moreInfo: null }),
    record({ state: 'submission_unknown', lookAt: soon, error: 'lost' }),
    (id) => resolveIntent(db.pool, id, { state: 'submitted', callSid, step: 'found', looks: 1 }),
    (id) => resolveIntent(db.pool, id, { state: 'not_placed', error: 'none', step: 'not-found', looks: 1 }),
    (intentId) => attachIntents(db.pool, [{ intentId, callSid }]),
  ];
  const intents = { column: 'call_intents.state', machine: INTENT_MACHINE, add, moves };
  expect(await movesOf(db, intents)).toEqual(changesOf(INTENT_MACHINE));
});

test('the SQL of webhooks moves deliveries by their machine', async () => {
  const endpointId = await idOf(
    `insert into webhook_endpoints (url, secret) values ('https://x', '') returning id::text`,
    [],
  );
  const add: Add = (state) =>
    idOf(
      `insert into webhook_deliveries (endpoint_id, message_id, event, payload, state, attempts)
      values ($1, 'm', 'call.created', '{}', $2, 1) returning id::text`,
      [endpointId, state],
    );
  const settle =
    (outcome: Parameters<typeof settleDelivery>[2]): Move =>
    (deliveryId) =>
      settleDelivery(db.pool, { deliveryId, attempt: 1 }, outcome);
  const moves: Move[] = [
    () => claimDueDeliveries(db.pool, 10),
    settle({ state: 'delivered', responseStatus: 204, endpoint: { kind: 'reached' } }),
    settle({ state: 'queued', responseStatus: 500, error: 'no', delaySeconds: 1, endpoint: { kind: 'failing' } }),
    settle({ state: 'failed', responseStatus: 500, error: 'no', endpoint: { kind: 'failing' } }),
    (id) => retryDelivery(unscoped(db), id),
    () => replayDeliveries(unscoped(db), endpointId, undefined),
  ];
  const deliveries = { column: 'webhook_deliveries.state', machine: DELIVERY_MACHINE, add, moves };
  expect(await movesOf(db, deliveries)).toEqual(changesOf(DELIVERY_MACHINE));
});

test('the SQL of webhooks moves endpoints by their machine', async () => {
  const add: Add = (state) =>
    idOf(
      `insert into webhook_endpoints (url, secret, state, disabled_reason)
      values ('https://x', '', $1, case $1 when 'disabled' then 'answered 410' end) returning id::text`,
      [state],
    );
  const change =
    (isActive: boolean): Move =>
    (id) =>
      changeWebhookEndpoint(unscoped(db), id, { isActive });
  const gone: Move = async (endpointId) => {
    const deliveryId = await idOf(
      `insert into webhook_deliveries (endpoint_id, message_id, event, payload, state, attempts)
      values ($1, 'm', 'call.created', '{}', 'sending', 1) returning id::text`,
      [endpointId],
    );
    const outcome = { state: 'failed', responseStatus: 410, error: 'gone', endpoint: { kind: 'disabled' } } as const;
    await settleDelivery(db.pool, { deliveryId, attempt: 1 }, outcome);
  };
  const endpoints = { column: 'webhook_endpoints.state', machine: ENDPOINT_MACHINE, add };
  const moves = await movesOf(db, { ...endpoints, moves: [change(true), change(false), gone] });
  expect(moves).toEqual(changesOf(ENDPOINT_MACHINE));
});

test('the SQL of reconciliation moves sync runs by their machine', async () => {
  const at = '2026-02-12 12:00:00+00';
  const add: Add = (state) =>
    idOf(
      `insert into sync_runs (kind, since, until, state, started_at) values ('sync', now(), now(), $1, $2) returning id::text`,
      [state, at],
    );
  const finish =
    (state: 'completed' | 'failed' | 'canceled'): Move =>
    (id) =>
      finishSyncRun(db.pool, { id, claim: at }, state);
  const moves: Move[] = [
    () => claimSyncRun(db.pool),
    (id) => cancelSyncRun(unscoped(db), id),
    finish('completed'),
    finish('failed'),
    finish('canceled'),
  ];
  const runs = { column: 'sync_runs.state', machine: SYNC_RUN_MACHINE, add, moves };
  expect(await movesOf(db, runs)).toEqual(changesOf(SYNC_RUN_MACHINE));
});

test('the SQL of operations moves them by their machine', async () => {
  const add =
    (total: number, failed: number): Add =>
    (state) =>
      idOf(
        `insert into operations (kind, filter, summary, reason, rate, canary, total, failed, requested_by, state)
        values ('gaps.heal', '{}', '', '', 1, $1, $1, $2, 'operator', $3) returning id::text`,
        [total, failed, state],
      );
  const operations = { column: 'operations.state', machine: OPERATION_MACHINE };
  const tick: Move = (id) => tickOperation(db, id);
  const changes = (['pause', 'resume', 'cancel'] as const).map(
    (change): Move =>
      (id) =>
        changeOperation(unscoped(db), id, change),
  );
  const moves = [
    ...(await movesOf(db, { ...operations, add: add(0, 0), moves: [...changes, tick] })),
    ...(await movesOf(db, { ...operations, add: add(2, 1), moves: [tick] })),
  ];
  expect([...new Set(moves)].toSorted()).toEqual(changesOf(OPERATION_MACHINE));
});
