import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { callSnapshot } from '@trunkline/telephony/facts';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase, storeAll } from '../../../../test/support/db/inbox.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { requestLookups } from '../reconciliation/call-lookups.ts';
import { unscoped } from '../connection/with-actor.ts';
import { readCallStory } from './read-call-story.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => emptyTables(db));

const [PARENT, CHILD, SILENT] = [callSid(1), callSid(2), callSid(3)];
const RECORDING = `RE${'4'.repeat(32)}`;
const ofChild = (status: string, sequence: number) =>
  callbackToStore({ ...progress(CHILD, status, sequence), ParentCallSid: PARENT });
const dial = (child: string) =>
  callbackToStore(
    { CallSid: PARENT, CallStatus: 'in-progress', DialCallSid: child, DialCallStatus: 'no-answer' },
    { callbackKind: 'dial-action', rawTarget: '/webhooks/twilio/dial-action' },
  );
const story = (sid: string) => readCallStory(unscoped(db), { callSid: sid });

test('a call is read with its legs, by the SID of any of them and by our id', async () => {
  await storeAndApply(db, [
    callbackToStore(progress(PARENT, 'ringing', 0)),
    ofChild('initiated', 0),
    ofChild('ringing', 1),
  ]);
  const found = await story(PARENT);
  expect(found?.parent).toMatchObject({
    callSid: PARENT,
    call: { status: 'ringing', syncState: 'active', reconciledAt: null },
  });
  expect(found?.children.map((leg) => [leg.callSid, leg.rows.map(({ fact }) => fact?.status)])).toEqual([
    [CHILD, ['initiated', 'ringing']],
  ]);
  expect(await story(CHILD)).toEqual(found);
  const { rows } = await db.pool.query<{ id: string }>('select id from calls where call_sid = $1', [CHILD]);
  expect(await readCallStory(unscoped(db), { id: BigInt(rows[0]!.id) })).toEqual(found);
});

test('an applied row has its verdict, copies, attempts and target from the inbox', async () => {
  const late = callbackToStore(progress(PARENT, 'ringing', 1), { rawTarget: '/twilio-status?candidate_id=7' });
  const [, id] = await storeAndApply(db, [callbackToStore(progress(PARENT, 'completed', 3)), late]);
  for (const again of [late, late]) await storeAll(db, [again]);
  expect((await story(PARENT))?.parent.rows[1]).toMatchObject({
    inboxId: id,
    kind: 'call-status',
    source: 'webhook',
    dedupeKey: late.dedupeKey,
    state: 'completed',
    copies: 3,
    retryCount: 0,
    nextAttemptAt: null,
    error: null,
    rawTarget: '/twilio-status?candidate_id=7',
    verdict: 'late',
    fact: { key: late.dedupeKey, status: 'ringing', sequence: 1 },
  });
});

test('an unapplied row has its state, and its fact where that can be read', async () => {
  const rows = [
    callbackToStore(progress(PARENT, 'ringing', 1)),
    callbackToStore(progress(PARENT, 'in-progress', 2), { processingStatus: 'quarantined', error: 'a shape' }),
    callbackToStore({ CallSid: PARENT, CallStatus: 'paused' }, { processingStatus: 'quarantined' }),
  ];
  for (const row of rows) await storeAll(db, [row]);
  await db.pool
    .query(`update twilio_webhook_inbox set processing_status = 'dead_letter', retry_count = 6, error = 'cursed'
    where payload ->> 'CallStatus' = 'ringing'`);
  const found = await story(PARENT);
  expect(found?.parent.call).toBeNull();
  expect(
    found?.parent.rows.map(({ state, error, retryCount, fact, verdict }) => ({
      state,
      error,
      retryCount,
      status: fact?.status,
      verdict,
    })),
  ).toEqual([
    { state: 'dead_letter', error: 'cursed', retryCount: 6, status: 'ringing', verdict: null },
    { state: 'quarantined', error: 'a shape', retryCount: 0, status: 'in-progress', verdict: null },
    { state: 'quarantined', error: null, retryCount: 0, status: undefined, verdict: null },
  ]);
});

test('a call that quarantined callbacks alone name has its reason, decision and lookup', async () => {
  await storeAll(db, [
    callbackToStore(progress(PARENT, 'completed', 3), { processingStatus: 'quarantined', error: 'a shape' }),
  ]);
  await requestLookups(db.pool, { own: 'AC1', others: 'any' }, new Date());
  const found = await story(PARENT);
  expect(found?.parent).toMatchObject({
    call: null,
    rows: [{ state: 'quarantined', error: 'a shape', decisionReason: null }],
    lookup: { state: 'due', callStatus: null, attempts: 0, settledAt: null, error: null },
  });
});

test('a leg that only the end of its dial names is included, with its gaps', async () => {
  await storeAndApply(db, [callbackToStore(progress(PARENT, 'in-progress', 0)), dial(SILENT)]);
  await db.pool.query(
    `insert into callback_gaps (call_sid, missing, sequence, class, due_at, noticed_by, evidence, healed_at, healed_by, healing_inbox_id)
    values ($1, 'completed', 3, 'we_failed', '2026-02-12T11:49:00Z', 'reconcile_warm', '{"answers": [503]}', '2026-02-12T11:50:00Z', 'reconcile_hot', 77)`,
    [SILENT],
  );
  const found = await story(PARENT);
  expect(found?.children).toMatchObject([
    {
      callSid: SILENT,
      call: null,
      rows: [],
      gaps: [
        {
          missing: 'completed',
          sequence: 3,
          class: 'we_failed',
          dueAt: '2026-02-12T11:49:00.000Z',
          evidence: { answers: [503] },
          healedAt: '2026-02-12T11:50:00.000Z',
          healedBy: 'reconcile_hot',
          healingInboxId: '77',
          arrivedAt: null,
        },
      ],
    },
  ]);
});

test('recordings and what REST said belong to the call', async () => {
  const resource = {
    sid: PARENT,
    status: 'completed',
    direction: 'inbound',
    end_time: 'Thu, 12 Feb 2026 11:48:51 +0000',
  };
  const { kind, ...snapshot } = callSnapshot(resource);
  await storeAndApply(db, [
    callbackToStore(
      { CallSid: PARENT, RecordingSid: RECORDING, RecordingStatus: 'completed', RecordingDuration: '7' },
      { callbackKind: 'recording-complete' },
    ),
    callbackToStore({}, { ...snapshot, callbackKind: kind, source: 'reconcile_hot', rawTarget: '' }),
  ]);
  const found = await story(PARENT);
  expect(found?.parent.recordings).toEqual([
    {
      recordingSid: RECORDING,
      status: 'completed',
      durationSec: 7,
      audioSec: null,
      custody: 'announced',
      isEncrypted: false,
      startedAt: null,
      storedAt: null,
    },
  ]);
  expect(found?.parent.rows[1]).toMatchObject({
    source: 'reconcile_hot',
    kind: 'call-resource',
    fact: { status: 'completed' },
  });
});

test('rows that the inbox has dropped are read from the log', async () => {
  const [id] = await storeAndApply(db, [callbackToStore(progress(PARENT, 'completed', 0))]);
  await db.pool.query('truncate twilio_webhook_inbox, twilio_webhook_dedupe');
  expect((await story(PARENT))?.parent.rows).toMatchObject([
    { inboxId: id, state: 'completed', copies: 1, rawTarget: null, verdict: 'applied' },
  ]);
});

test('a call without any fact has no story', async () => {
  expect(await story(PARENT)).toBeUndefined();
  expect(await readCallStory(unscoped(db), { id: 99n })).toBeUndefined();
});
