import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { recordObservations } from '@trunkline/db/inbox';
import { rebuildCalls } from '@trunkline/db/calls';
import { recordLeg } from '@trunkline/db/dialing';
import { callSnapshot } from '@trunkline/telephony/facts';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase } from '../../../test/support/db/inbox.ts';
import { startOrderCall } from '../../../test/support/db/orders.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { OWNED, storeAndApply } from '../../../test/support/db/store-and-apply.ts';
import { applyCallbacks } from './apply-callbacks.ts';
import { deleteRows } from '../../../test/support/db/delete-rows.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyTables(db);
  await deleteRows(db.pool, ['call_intents', 'orders', 'profiles']);
});

const [CLIENT, READER] = [callSid(1), callSid(2)];
const STATUSES = ['initiated', 'ringing', 'in-progress', 'completed'];

const receive = (sid: string, intentId: string, sequence: number) =>
  storeAndApply(db, [
    callbackToStore(progress(sid, STATUSES[sequence]!, sequence), { query: { intent_id: intentId } }),
  ]);

/** Reconciliation observes the call at Twilio; the observation does not name the intent. */
async function observe(sid: string, status: string): Promise<void> {
  const resource = {
    sid,
    account_sid: 'AC1',
    from: '+16175006181',
    to: '+15085140320',
    direction: 'outbound-api',
    status,
  };
  const apply = applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog });
  const add = async (jobs: readonly { data: { ids: string[] } }[]) => apply(jobs.flatMap(({ data }) => data.ids));
  await recordObservations({ db, callbacks: { add } }, 'reconcile_hot', [callSnapshot(resource)]);
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
      conference: string | null;
      order: string | null;
    }>(
      `select id::text, call_sid as sid, status, conference_call_id::text as conference, order_id::text as "order" from calls order by call_sid`,
    )
  ).rows;

const drift = async () => (await rebuildCalls(db, OWNED)).drift;

type Step = 'answer' | 'callback' | 'observation' | 'end';

/** Every order in which we may learn of a leg. */
const ORDERS: Step[][] = [
  ['answer', 'callback', 'end'],
  ['callback', 'answer', 'end'],
  ['observation', 'answer', 'callback', 'end'],
  ['observation', 'callback', 'answer', 'end'],
  ['observation', 'callback', 'end', 'answer'],
  ['callback', 'end', 'observation', 'answer'],
  ['end', 'answer', 'callback'],
  ['answer', 'observation', 'end', 'callback'],
  ['observation', 'end', 'answer'],
];

describe.each(ORDERS.map((steps) => [steps.join(', '), steps] as const))('learnt by %s', (_name, steps) => {
  test('the client’s leg is the scheduled call, the reader’s is a second row, and both are as their facts say', async () => {
    const { callId, orderId, client, reader } = await startOrderCall(db);
    for (const step of steps)
      for (const [sid, intent] of [
        [CLIENT, client],
        [READER, reader],
      ] as const) {
        if (step === 'answer') await answered(intent, callId, sid);
        if (step === 'callback') await receive(sid, intent, 2);
        if (step === 'observation') await observe(sid, 'ringing');
        if (step === 'end') await receive(sid, intent, 3);
      }
    expect(await rows()).toEqual([
      { id: callId, sid: CLIENT, status: 'completed', conference: null, order: orderId },
      { id: expect.any(String), sid: READER, status: 'completed', conference: callId, order: orderId },
    ]);
    expect(await drift()).toEqual([]);
  });
});

test('events of a call from before it was known to be the scheduled one are kept with it', async () => {
  const { callId, client } = await startOrderCall(db);
  await observe(CLIENT, 'in-progress');
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

test('a call that is placed after its scheduled one was given up stays a call of its own', async () => {
  const { callId, client } = await startOrderCall(db);
  await db.pool.query(`update calls set status = 'failed', is_final = true where id = $1`, [callId]);
  await receive(CLIENT, client, 1);
  expect(await rows()).toEqual([
    { id: expect.any(String), sid: CLIENT, status: 'ringing', conference: callId, order: expect.any(String) },
    { id: callId, sid: null, status: 'failed', conference: null, order: expect.any(String) },
  ]);
  expect(await drift()).toEqual([]);
});

test('the conference in which the legs meet is recorded with both of them', async () => {
  const { callId, client, reader } = await startOrderCall(db);
  await receive(CLIENT, client, 2);
  await receive(READER, reader, 2);
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
