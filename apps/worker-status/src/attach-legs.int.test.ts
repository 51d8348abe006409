import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { rebuildCalls } from '@trunkline/db/calls';
import { recordLeg } from '@trunkline/db/dialing';
import { storeSnapshots } from '@trunkline/db/reconciliation';
import { callSnapshot } from '@trunkline/telephony/facts';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase } from '../../../test/support/db/inbox.ts';
import { startOrderCall } from '../../../test/support/db/orders.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { OWNED, storeAndApply } from '../../../test/support/db/store-and-apply.ts';
import { applyCallbacks } from './apply-callbacks.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyTables(db);
  await db.pool.query('truncate call_intents, orders, profiles cascade');
});

const [CLIENT, READER] = [callSid(1), callSid(2)];
const STATUSES = ['initiated', 'ringing', 'in-progress', 'completed'];

const told = (sid: string, intentId: string, sequence: number) =>
  storeAndApply(db, [
    callbackToStore(progress(sid, STATUSES[sequence]!, sequence), { query: { intent_id: intentId } }),
  ]);

/** Reconciliation sees the call at Twilio; nothing in that names the intent. */
async function seen(sid: string, status: string): Promise<void> {
  const resource = {
    sid,
    account_sid: 'AC1',
    from: '+16175006181',
    to: '+15085140320',
    direction: 'outbound-api',
    status,
  };
  const [stored] = await storeSnapshots(db.pool, 'reconcile_hot', [callSnapshot(resource)], new Date());
  await applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog })([stored!.inboxId]);
}

/** Twilio answers that it placed the call. */
const answered = (intentId: string, callId: string, sid: string) =>
  recordLeg(db, { intentId, callId, callSid: sid }, async () => true);

const rows = async () =>
  (
    await db.pool.query<{
      id: string;
      sid: string | null;
      status: string;
      beside: string | null;
      order: string | null;
    }>(
      `select id::text, call_sid as sid, status, conference_call_id::text as beside, order_id::text as "order" from calls order by call_sid`,
    )
  ).rows;

const drift = async () => (await rebuildCalls(db, OWNED)).drift;

type Step = 'answer' | 'callback' | 'seen' | 'end';

/** Every order in which one may learn of a leg. */
const ORDERS: Step[][] = [
  ['answer', 'callback', 'end'],
  ['callback', 'answer', 'end'],
  ['seen', 'answer', 'callback', 'end'],
  ['seen', 'callback', 'answer', 'end'],
  ['seen', 'callback', 'end', 'answer'],
  ['callback', 'end', 'seen', 'answer'],
  ['end', 'answer', 'callback'],
  ['answer', 'seen', 'end', 'callback'],
  ['seen', 'end', 'answer'],
];

describe.each(ORDERS.map((steps) => [steps.join(', '), steps] as const))('learnt by %s', (_name, steps) => {
  test('the client’s leg is the scheduled call, the reader’s is beside it, and both are what their facts say', async () => {
    const { callId, orderId, client, reader } = await startOrderCall(db);
    for (const step of steps)
      for (const [sid, intent] of [
        [CLIENT, client],
        [READER, reader],
      ] as const) {
        if (step === 'answer') await answered(intent, callId, sid);
        if (step === 'callback') await told(sid, intent, 2);
        if (step === 'seen') await seen(sid, 'ringing');
        if (step === 'end') await told(sid, intent, 3);
      }
    expect(await rows()).toEqual([
      { id: callId, sid: CLIENT, status: 'completed', beside: null, order: orderId },
      { id: expect.any(String), sid: READER, status: 'completed', beside: callId, order: orderId },
    ]);
    expect(await drift()).toEqual([]);
  });
});

test('what was noted about a call before it was known to be the scheduled one goes with it', async () => {
  const { callId, client } = await startOrderCall(db);
  await seen(CLIENT, 'in-progress');
  await db.pool.query(
    `insert into siren_alerts (call_id, alert_type, reason) select id, 'emergency', 'help' from calls where call_sid = $1`,
    [CLIENT],
  );
  await answered(client, callId, CLIENT);
  const { rows: sirens } = await db.pool.query('select call_id::text as id from siren_alerts');
  expect(sirens).toEqual([{ id: callId }]);
  expect(await rows()).toMatchObject([{ id: callId, sid: CLIENT, status: 'in-progress' }]);
  expect(await drift()).toEqual([]);
});

test('a call that is placed after its scheduled one was given up stays a call of its own, beside it', async () => {
  const { callId, client } = await startOrderCall(db);
  await db.pool.query(`update calls set status = 'failed', is_final = true where id = $1`, [callId]);
  await told(CLIENT, client, 1);
  expect(await rows()).toEqual([
    { id: expect.any(String), sid: CLIENT, status: 'ringing', beside: callId, order: expect.any(String) },
    { id: callId, sid: null, status: 'failed', beside: null, order: expect.any(String) },
  ]);
  expect(await drift()).toEqual([]);
});

test('the conference in which the legs meet is noted with both of them', async () => {
  const { callId, client, reader } = await startOrderCall(db);
  await told(CLIENT, client, 2);
  await told(READER, reader, 2);
  const fields = {
    ConferenceSid: `CF${'1'.repeat(32)}`,
    FriendlyName: `order-call-${callId}`,
    AccountSid: 'AC1',
    StatusCallbackEvent: 'conference-start',
    SequenceNumber: '3',
    Timestamp: 'Thu, 12 Feb 2026 11:48:25 +0000',
  };
  await storeAndApply(db, [callbackToStore(fields, { callbackKind: 'conference', query: { order_call_id: callId } })]);
  const { rows: noted } = await db.pool.query('select conference_sid as sid from calls');
  expect(noted).toEqual([{ sid: fields.ConferenceSid }, { sid: fields.ConferenceSid }]);
});
