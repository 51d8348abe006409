import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { callSnapshot, recordingSnapshot } from '@trunkline/telephony/facts';
import { emptyTables, openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { openTestClock } from '../../../../test/support/db/reconciling.ts';
import { callResource, recordingResource } from '../../../../test/support/twilio/resources.ts';
import { callSid } from '../../../../test/support/twilio/callbacks.ts';
import { recordObservations } from './record-observations.ts';
import { claimDueCallbacks } from './claim-due-callbacks.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => emptyTables(db));

const NOW = new Date('2026-02-12T12:00:00Z');
const clock = { ...openTestClock(), now: () => NOW };
const jobs: { jobId?: string; data: { ids: string[] } }[] = [];
beforeEach(() => void (jobs.length = 0));
const callbacks = { add: async (added: readonly (typeof jobs)[number][]) => void jobs.push(...added) };
const snapshot = (n: number, changes: Parameters<typeof callResource>[0] = {}) =>
  callSnapshot(callResource({ sid: callSid(n), ...changes }));
const rows = async () =>
  (
    await db.pool.query(
      'select id, source, event_type, call_sid, recording_sid, received_at, signature_verdict, processing_status from twilio_webhook_inbox order by id',
    )
  ).rows;

test('an observation is a row of the inbox like any callback, received when the clock says, and enqueued', async () => {
  const [call, recording] = await recordObservations({ db, callbacks, clock }, 'reconcile_warm', [
    snapshot(1),
    recordingSnapshot(recordingResource({ call_sid: callSid(1) })),
  ]);
  const common = {
    source: 'reconcile_warm',
    call_sid: callSid(1),
    received_at: NOW,
    signature_verdict: 'rest',
    processing_status: 'pending',
  };
  expect(await rows()).toMatchObject([
    { id: call!.inboxId, event_type: 'call-resource', recording_sid: null, ...common },
    { id: recording!.inboxId, event_type: 'recording-resource', recording_sid: recordingResource().sid, ...common },
  ]);
  expect(call).toMatchObject({ isNew: true, fact: { status: 'completed', source: 'reconcile_warm', sequence: null } });
  expect(jobs).toEqual([{ jobId: `in-${call!.inboxId}-0`, data: { ids: [call!.inboxId, recording!.inboxId] } }]);
});

test('equal observations share a row, also of two sources; the second one is not new and enqueues nothing', async () => {
  const [first] = await recordObservations({ db, callbacks, clock }, 'reconcile_hot', [snapshot(1)]);
  const [again, other] = await recordObservations({ db, callbacks, clock }, 'sync', [
    snapshot(1, { date_updated: 'Thu, 12 Feb 2026 11:59:00 +0000' }),
    snapshot(2),
  ]);
  expect(again).toMatchObject({ inboxId: first!.inboxId, isNew: false });
  expect(other).toMatchObject({ isNew: true });
  expect((await rows()).map((row) => row.source)).toEqual(['reconcile_hot', 'sync']);
  expect(jobs.flatMap((job) => job.data.ids)).toEqual([first!.inboxId, other!.inboxId]);
});

test('equal observations recorded at once make one row, which one of them enqueues', async () => {
  const recorded = await Promise.all(
    [1, 2, 3, 4].map(() => recordObservations({ db, callbacks, clock }, 'reconcile_hot', [snapshot(1), snapshot(2)])),
  );
  expect(await rows()).toHaveLength(2);
  expect(recorded.flat().filter(({ isNew }) => isNew)).toHaveLength(2);
  expect(jobs.flatMap((job) => job.data.ids)).toHaveLength(2);
});

test('a whole page is recorded in the order it was listed, in jobs of fifty rows', async () => {
  const snapshots = Array.from({ length: 620 }, (_, n) => snapshot(n % 600)); // some twice
  const recorded = await recordObservations({ db, callbacks, clock }, 'reconcile_cold', snapshots);
  expect(recorded.map(({ fact }) => fact.callSid)).toEqual(snapshots.map(({ callSid: sid }) => sid));
  expect(await rows()).toHaveLength(600);
  expect(jobs.flatMap((job) => job.data.ids).toSorted()).toEqual((await rows()).map(({ id }) => id));
  expect(Math.max(...jobs.map((job) => job.data.ids.length))).toBe(50);
});

test('with the queue unavailable nothing is lost: the relay finds the rows', async () => {
  const unavailable = { add: () => Promise.reject(new Error('unavailable')) };
  const [recorded] = await recordObservations({ db, callbacks: unavailable, clock }, 'reconcile_hot', [snapshot(1)]);
  await db.pool.query('update twilio_webhook_inbox set next_attempt_at = now()');
  expect(await claimDueCallbacks(db.pool, 10)).toMatchObject([{ id: recorded!.inboxId }]);
});

test('a text that Postgres cannot store fails no other call', async () => {
  const recorded = await recordObservations({ db, callbacks, clock }, 'sync', [
    snapshot(1),
    snapshot(2, { from: 'a\0\ud83d' }),
  ]);
  expect(recorded).toHaveLength(2);
  expect(await rows()).toHaveLength(2);
});

test('without observations nothing is queried', async () => {
  const closed = { ...db, pool: undefined as never };
  expect(await recordObservations({ db: closed, callbacks, clock }, 'sync', [])).toEqual([]);
});
