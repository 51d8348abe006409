import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { listStreamEvents, numberStreamEvents } from '@trunkline/db/stream';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase } from '../../../test/support/db/inbox.ts';
import { storeAndApply } from '../../../test/support/db/store-and-apply.ts';
import { deleteRows } from '../../../test/support/db/delete-rows.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyTables(db);
  await deleteRows(db.pool, ['call_attempts', 'campaigns', 'stream_events'], { restartsIdentity: true });
});

const WHOSE = { campaign_id: 'spring', contact_id: '7', call_id: 'c-1' };
const status = (name: string, sequence: number, sid = callSid(1), query: object = WHOSE) =>
  callbackToStore(progress(sid, name, sequence), { query });
/** A request of the consent flow. */
const consent = (marker: string, attempt: number, fields: object = {}) =>
  callbackToStore(
    { CallSid: callSid(1), CallStatus: 'in-progress', From: '+16175006181', To: '+15085140320', ...fields },
    {
      callbackKind: 'Digits' in fields || 'SpeechResult' in fields ? 'gather-action' : 'call-inbound',
      query: { ...WHOSE, consent: marker, attempt: `${attempt}` },
    },
  );

async function consented(): Promise<string | null> {
  const { rows } = await db.pool.query<{ consent: string | null }>('select consent from call_attempts');
  expect(rows).toHaveLength(1);
  return rows[0]!.consent;
}
async function dialogues() {
  await numberStreamEvents(db.pool);
  const events = await listStreamEvents(unscoped(db), 'superadmin', 0, 1e9);
  return events.filter(({ name }) => name === 'dialogue.start').map(({ data }) => data);
}

describe('the dialogue', () => {
  test('of an answered call starts once, with the ids of its contact', async () => {
    await storeAndApply(db, [status('initiated', 0), status('ringing', 1)]);
    expect(await dialogues()).toEqual([]);
    await storeAndApply(db, [
      status('in-progress', 2),
      consent('ask', 1),
      status('completed', 3),
      status('in-progress', 4),
    ]);
    expect(await dialogues()).toEqual([expect.objectContaining({ ...WHOSE, call_sid: callSid(1) })]);
  });

  test('does not start for an unanswered call, nor for a call without a campaign', async () => {
    await storeAndApply(db, [status('ringing', 1), status('no-answer', 2), status('in-progress', 1, callSid(2), {})]);
    expect(await dialogues()).toEqual([]);
  });
});

describe('consent', () => {
  test.each([
    ['asked', [consent('ask', 1)]],
    ['given', [consent('ask', 1), consent('answer', 1, { Digits: '1' })]],
    ['given', [consent('ask', 1), consent('silent', 1), consent('answer', 2, { SpeechResult: 'Yes.' })]],
    ['refused', [consent('ask', 1), consent('answer', 1, { SpeechResult: 'No, thanks.' })]],
    ['refused', [consent('answer', 1, { Digits: '9' }), consent('answer', 2, { Digits: '9' })]],
    ['unanswered', [consent('ask', 1), consent('silent', 1), consent('silent', 2)]],
    ['unanswered', [consent('ask', 1), status('completed', 3)]],
  ])('is %s, in whatever order and however often the requests are applied', async (expected, callbacks) => {
    await storeAndApply(db, callbacks.toReversed());
    await storeAndApply(db, callbacks);
    expect(await consented()).toBe(expected);
  });

  test('is not recorded for a call without the question', async () => {
    await storeAndApply(db, [status('in-progress', 2), status('completed', 3)]);
    expect(await consented()).toBeNull();
  });

  test('that was given stays when the call ends, with its time', async () => {
    await storeAndApply(db, [consent('answer', 1, { Digits: '1' })]);
    const { rows: before } = await db.pool.query('select consent_at from call_attempts');
    await storeAndApply(db, [status('completed', 3)]);
    expect(await consented()).toBe('given');
    expect((await db.pool.query('select consent_at from call_attempts')).rows).toEqual(before);
  });
});
