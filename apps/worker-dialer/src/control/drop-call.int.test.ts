import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { callbackJobs } from '@trunkline/db/inbox';
import { rebuildCalls } from '@trunkline/db/calls';
import { unscoped } from '@trunkline/db/connection';
import { findCallIntent, recordLeg } from '@trunkline/db/dialing';
import { listCallsToEnd, requestCommand } from '@trunkline/db/live-control';
import { callSid, callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { ask, callOf, carryOut, commandOf, letTimePass, liveCall } from '../../../../test/support/db/live-commands.ts';
import { startOrderCall } from '../../../../test/support/db/orders.ts';
import { controlParts, FakeLiveCalls } from '../../../../test/support/twilio/fake-live-calls.ts';
import { OWNED, storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { deleteRows } from '../../../../test/support/db/delete-rows.ts';

const db = openTestDatabase(10);
afterAll(async () => db[Symbol.asyncDispose]());
const [SID, READER] = [callSid(1), callSid(2)];
let live: FakeLiveCalls;
let parts: ReturnType<typeof controlParts>;

beforeEach(async () => {
  await emptyTables(db);
  await deleteRows(db.pool, ['call_intents', 'orders', 'profiles']);
  live = new FakeLiveCalls();
  parts = controlParts(db, live);
});

const statusOf = async (sid: string) =>
  (await db.pool.query('select status, ended_reason as reason from calls where call_sid = $1', [sid])).rows[0];

/** An order's call of which these legs are in progress. */
async function meeting(...legs: ('client' | 'reader')[]) {
  const started = await startOrderCall(db);
  for (const leg of legs) {
    const sid = leg === 'client' ? SID : READER;
    live.add(sid);
    const record = async () => {
      await db.pool.query(`update call_intents set state = 'submitted', call_sid = $2 where id = $1`, [
        started[leg],
        sid,
      ]);
      return true;
    };
    await recordLeg(db, { intentId: started[leg], callId: started.callId, callSid: sid }, record);
    await storeAndApply(db, [callbackToStore(progress(sid, 'in-progress', 2))]);
  }
  return started;
}

test.each([
  ['monitor', 'monitor'],
  ['admin', 'monitor'],
  ['superadmin', 'monitor'],
  ['reader', 'reader'],
  ['client', 'client'],
])('a call that a %s drops is dropped_by_%s, once Twilio has reported its end', async (role, by) => {
  live.add(SID);
  const callId = await liveCall(db, SID);
  const drop = await ask(db, callId, 'drop', role);
  parts.isApplied = false;
  await carryOut(parts);
  expect([live.requests, (await callOf(db, callId)).status]).toEqual([[`end ${SID}`], 'in-progress']);
  expect(await commandOf(db, drop)).toMatchObject({ state: 'unconfirmed' });
  parts.isApplied = true;
  await storeAndApply(db, [callbackToStore(progress(SID, 'completed', 3))]);
  await letTimePass(db);
  await applyWaiting();
  await carryOut(parts);
  expect(await statusOf(SID)).toEqual({ status: `dropped_by_${by}`, reason: `${by}_drop` });
  expect((await rebuildCalls(db, OWNED)).drift).toEqual([]);
});

async function applyWaiting(): Promise<void> {
  const sql = `select id::text, generation from twilio_webhook_inbox where processing_status = 'pending'`;
  await parts.callbacks.add(callbackJobs((await db.pool.query<{ id: string; generation: number }>(sql)).rows));
}

test('every leg of a conference ends', async () => {
  const { callId } = await meeting('client', 'reader');
  const drop = await ask(db, callId, 'drop');
  await carryOut(parts);
  expect(await commandOf(db, drop)).toMatchObject({ state: 'confirmed', attempts: 1 });
  expect(await Promise.all([SID, READER].map(statusOf))).toEqual([
    { status: 'dropped_by_monitor', reason: 'monitor_drop' },
    { status: 'dropped_by_monitor', reason: 'monitor_drop' },
  ]);
});

test('a leg that is not dialled yet never will be', async () => {
  const { callId, reader } = await meeting('client');
  await ask(db, callId, 'drop');
  await carryOut(parts);
  expect(await findCallIntent(unscoped(db), reader)).toMatchObject({ state: 'canceled', callSid: null });
  expect(await statusOf(SID)).toMatchObject({ status: 'dropped_by_monitor' });
});

test('a call with no leg dialled yet is over at once, and no call is placed', async () => {
  const { callId } = await meeting();
  const drop = await ask(db, callId, 'drop', 'client');
  await carryOut(parts);
  expect(await callOf(db, callId)).toMatchObject({ status: 'dropped_by_client', isFinal: true, callSid: null });
  expect(await commandOf(db, drop)).toMatchObject({ state: 'confirmed' });
  expect(live.requests).toEqual([]);
});

test('a leg of unknown submission is waited for, and ended when it is found', async () => {
  const { callId, reader } = await meeting('client');
  await db.pool.query(`update call_intents set state = 'submission_unknown' where id = $1`, [reader]);
  const drop = await ask(db, callId, 'drop');
  await carryOut(parts);
  expect(await commandOf(db, drop)).toMatchObject({ state: 'unconfirmed' });
  live.add(READER);
  await storeAndApply(db, [callbackToStore(progress(READER, 'ringing', 1), { query: { intent_id: reader } })]);
  await letTimePass(db);
  await carryOut(parts);
  expect(await commandOf(db, drop)).toMatchObject({ state: 'confirmed' });
  expect((await listCallsToEnd(db.pool, callId)).every(({ isFinal }) => isFinal)).toBe(true);
});

test('a call whose end was carried out and the answer lost counts as dropped', async () => {
  live.add(SID);
  const callId = await liveCall(db, SID);
  const drop = await ask(db, callId, 'drop');
  live.fate = () => 'lost';
  await carryOut(parts);
  expect(await commandOf(db, drop)).toMatchObject({ state: 'unconfirmed' });
  await letTimePass(db);
  await carryOut(parts);
  expect(await commandOf(db, drop)).toMatchObject({ state: 'confirmed' });
  expect(await statusOf(SID)).toMatchObject({ status: 'dropped_by_monitor' });
  expect(live.requests).toEqual([`end ${SID}`]);
});

test('a call that had ended by itself does not count as dropped', async () => {
  live.add(SID);
  const callId = await liveCall(db, SID);
  live.hangUp(SID);
  const drop = await ask(db, callId, 'drop');
  await carryOut(parts);
  expect(await commandOf(db, drop)).toMatchObject({ state: 'superseded' });
  expect(await statusOf(SID)).toEqual({ status: 'completed', reason: 'completed' });
});

test('a call queued at Twilio that is dropped ends without a callback, and its row shows that', async () => {
  live.add(SID, 'queued');
  await storeAndApply(db, [callbackToStore(progress(SID, 'initiated', 0))]);
  const { rows } = await db.pool.query('select id::text from calls');
  await ask(db, rows[0].id, 'drop');
  await carryOut(parts);
  expect(await statusOf(SID)).toMatchObject({ status: 'dropped_by_monitor' });
});

test('a second drop of a call makes no second command', async () => {
  live.add(SID);
  const callId = await liveCall(db, SID);
  await ask(db, callId, 'drop');
  expect(await requestCommand(unscoped(db), { callId, kind: 'drop', by: null, role: 'client' })).toBeUndefined();
});

test('a recording command that hangs does not delay a drop', async () => {
  live.add(SID);
  const callId = await liveCall(db, SID);
  await db.pool.query(
    `insert into call_commands (call_id, kind, actor_role, state, next_attempt_at)
     values ($1, 'recording_start', 'monitor', 'sending', now() + interval '10 seconds')`,
    [callId],
  );
  const drop = await ask(db, callId, 'drop');
  await carryOut(parts);
  expect(await commandOf(db, drop)).toMatchObject({ state: 'confirmed' });
});
