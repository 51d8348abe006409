import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { beginSubmission, findCallIntent, NO_CAPS, recordLeg } from '@trunkline/db/dialing';
import { callSid, callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { callOf } from '../../../../test/support/db/live-commands.ts';
import { CLIENT_NUMBER, READER_NUMBER, scheduleOrderCall, startOrderCall } from '../../../../test/support/db/orders.ts';
import { shiftClock } from '../../../../test/support/shift-clock.ts';
import { silentLog } from '../../../../test/support/silent-log.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { runSchedule } from './run-schedule.ts';
import { deleteRows } from '../../../../test/support/db/delete-rows.ts';

const db = openTestDatabase(8);
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyTables(db);
  await deleteRows(db.pool, ['call_intents', 'orders', 'profiles']);
});

const tick = runSchedule({ db, baseUrl: 'https://calls.example.com', log: silentLog });
/** The call is due so many seconds ago. */
const due = (secondsAgo: number) =>
  db.pool.query(`update calls set scheduled_at = now() - $1 * interval '1 second'`, [secondsAgo]);
const intents = async () =>
  (await db.pool.query('select leg, to_number, state from call_intents order by leg')).rows as unknown[];
const reasonOf = async (id: string) =>
  (await db.pool.query('select status, ended_reason as reason from calls where id = $1', [id])).rows[0] as unknown;
const drops = async () =>
  (await db.pool.query('select call_id::text as id, actor_role as role from call_commands')).rows as unknown[];

test('a scheduled call starts when it is due, once however many dialers run, and not before', async () => {
  const { callId } = await scheduleOrderCall(db);
  await tick();
  expect(await callOf(db, callId)).toMatchObject({ status: 'scheduled' });
  await due(1);
  await Promise.all([1, 2, 3].map(() => tick()));
  expect(await callOf(db, callId)).toMatchObject({ status: 'initiating' });
  expect(await intents()).toEqual([
    { leg: 'client', to_number: CLIENT_NUMBER, state: 'queued' },
    { leg: 'reader', to_number: READER_NUMBER, state: 'queued' },
  ]);
});

test.each([3_600_000, -3_600_000, 86_400_000])(
  'with a clock that is wrong by %i ms a call starts when Postgres says that it is due, and not before',
  async (shiftMs) => {
    const [now, later] = [await scheduleOrderCall(db), await scheduleOrderCall(db)];
    const at = (id: string, seconds: number) =>
      db.pool.query(`update calls set scheduled_at = now() + $2 * interval '1 second' where id = $1`, [id, seconds]);
    await at(now.callId, -1);
    await at(later.callId, 1800);
    using _clock = shiftClock(shiftMs);
    await Promise.all([1, 2].map(() => tick()));
    expect(await callOf(db, now.callId)).toMatchObject({ status: 'initiating' });
    expect(await callOf(db, later.callId)).toMatchObject({ status: 'scheduled' });
    expect(await intents()).toHaveLength(2);
  },
);

test('a call that could not be started for five minutes expires instead of ringing late', async () => {
  const { callId } = await scheduleOrderCall(db);
  await due(300);
  await tick();
  expect(await reasonOf(callId)).toEqual({ status: 'canceled', reason: 'expired' });
  expect(await intents()).toEqual([]);
});

test('a call whose order was closed, or with a party that has no number any more, is not placed', async () => {
  const [closed, numberless] = [await scheduleOrderCall(db), await scheduleOrderCall(db)];
  await db.pool.query(`update orders set status = 'canceled' where id = $1`, [closed.orderId]);
  await db.pool.query(
    `update profiles set phone_number = null where id = (select reader_id from orders where id = $1)`,
    [numberless.orderId],
  );
  await due(1);
  await tick();
  expect(await reasonOf(closed.callId)).toEqual({ status: 'canceled', reason: 'order_closed' });
  expect(await reasonOf(numberless.callId)).toEqual({ status: 'canceled', reason: 'no_phone_number' });
});

test('a leg that was not dialled for five minutes never is, not even by a late job', async () => {
  const { callId, client } = await startOrderCall(db);
  await db.pool.query(`update call_intents set created_at = now() - interval '5 minutes'`);
  expect(await beginSubmission(db, client, 100, NO_CAPS)).toBeUndefined();
  await tick();
  expect(await findCallIntent(unscoped(db), client)).toMatchObject({ state: 'canceled' });
  expect(await reasonOf(callId)).toEqual({ status: 'canceled', reason: 'expired' });
});

/** The client is on the line. */
async function clientWaits() {
  const started = await startOrderCall(db);
  const sid = callSid(1);
  const record = async () => {
    await db.pool.query(`update call_intents set state = 'submitted', call_sid = $2 where id = $1`, [
      started.client,
      sid,
    ]);
    return true;
  };
  await recordLeg(db, { intentId: started.client, callId: started.callId, callSid: sid }, record);
  await storeAndApply(db, [callbackToStore(progress(sid, 'in-progress', 2))]);
  return started;
}

test('no party is left alone on the line: when one was not reached, the other’s call ends', async () => {
  const { callId, reader } = await clientWaits();
  await db.pool.query(`update call_intents set state = 'refused', updated_at = now() where id = $1`, [reader]);
  await tick();
  expect(await drops()).toEqual([]); // ending the conference normally ends its other leg, a moment later
  await db.pool.query(`update call_intents set updated_at = now() - interval '3 seconds'`);
  await Promise.all([1, 2].map(() => tick()));
  expect(await drops()).toEqual([{ id: callId, role: 'system' }]);
});

test('a call with both parties on the line, or still ringing, goes on', async () => {
  await clientWaits();
  await db.pool.query(`update call_intents set updated_at = now() - interval '1 minute'`);
  await tick();
  expect(await drops()).toEqual([]);
});

test('a call of which no leg was placed has failed', async () => {
  const { callId } = await startOrderCall(db);
  await db.pool.query(`update call_intents set state = 'refused'`);
  await tick();
  expect(await reasonOf(callId)).toEqual({ status: 'failed', reason: 'not_placed' });
});
