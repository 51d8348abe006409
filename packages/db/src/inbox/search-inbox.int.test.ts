import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { readSearchTerm } from '@trunkline/telephony/inbox';
import { emptyTables, openTestDatabase, storeAll } from '../../../../test/support/db/inbox.ts';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { unscoped } from '../connection/with-actor.ts';
import type { InboxFilter } from './inbox-filter.ts';
import { searchInbox } from './search-inbox.ts';
import { indexInbox } from './search-words.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => emptyTables(db));

const SID = 'CA0123456789abcdef0123456789ABCDEF';
const TOKEN = '5b2a8c1e-77d0-4f0b-9c43-1f2e3d4c5b6a';
const ACCOUNT = `AC${'9f3e'.repeat(8)}`;
const RECORDING = `RE${'4d21'.repeat(8)}`;

/** The row that is looked for, among others. */
async function storeOne(): Promise<string> {
  const others = [1, 2, 3].map((n) => callbackToStore(progress(callSid(n), 'ringing', n)));
  const fields = {
    ...progress(SID, 'completed', 9),
    From: 'sip:jane.doe@pbx.example',
    To: '+4930123456',
    AccountSid: ACCOUNT,
  };
  const wanted = callbackToStore(fields, {
    idempotencyToken: TOKEN,
    recordingSid: RECORDING,
    processingStatus: 'quarantined',
    error: 'Timestamp is HIDDEN in another field',
  });
  await storeAll(db, others.slice(0, 2));
  const [id] = await storeAll(db, [wanted]);
  await storeAll(db, others.slice(2));
  return id!;
}
const search = (q: string, filter: InboxFilter = {}, readFirst?: number, limit = 10) =>
  searchInbox(unscoped(db), readSearchTerm(q)!, filter, limit, readFirst);
const idsOf = async (...args: Parameters<typeof search>) => (await search(...args)).rows.map(({ id }) => id);

/** Of the row, each searchable: in any case, from the beginning, the middle and the end. */
const PARTS = [
  '+49 30 123456',
  '0123456',
  '4930',
  SID,
  'cdef0123',
  'ABCDEF',
  RECORDING.slice(20),
  ACCOUNT,
  'ac9f3e9f3e',
  TOKEN,
  '77d0-4f0b',
  '4c5b6a',
  'jane.doe',
  'pbx.example',
  'hidden in',
];

test.each(PARTS)('%s is found in a new row, and by the index', async (part) => {
  const id = await storeOne();
  expect(await idsOf(part)).toEqual([id]);
  await indexInbox(db.pool, 100);
  expect(await idsOf(part, {}, 0)).toEqual([id]); // but for the newest row none is read
});

test('a search keeps to its filter, its window and its page', async () => {
  const ids: string[] = [];
  for (const n of [1, 2, 3, 4])
    ids.push(...(await storeAll(db, [callbackToStore(progress(callSid(n), 'ringing', n))])));
  await db.pool.query(`update twilio_webhook_inbox set processing_status = 'completed' where id = $1`, [ids[1]]);
  await indexInbox(db.pool, 100);
  for (const readFirst of [0, 1, 2, 5000]) {
    expect(await idsOf('5140320', {}, readFirst)).toEqual(ids.toReversed());
    expect(await idsOf('5140320', { states: ['completed'] }, readFirst)).toEqual([ids[1]]);
    expect(await idsOf('5140320', { beforeId: ids[2] }, readFirst)).toEqual([ids[1], ids[0]]);
    expect(await search('5140320', {}, readFirst, 2)).toMatchObject({
      hasMore: true,
      rows: [{ id: ids[3] }, { id: ids[2] }],
    });
    expect(await idsOf('5140320', { receivedAfter: new Date(Date.now() + 60_000) }, readFirst)).toEqual([]);
    expect(await idsOf('9999999', {}, readFirst)).toEqual([]);
  }
});

test('characters that mean something elsewhere mean themselves', async () => {
  await storeOne();
  await indexInbox(db.pool, 100);
  for (const term of ['%%%%', '____', 'jane%doe', 'jane_doe', String.raw`jan\e.`, "'; drop"])
    for (const readFirst of [0, 5000]) expect(await idsOf(term, {}, readFirst)).toEqual([]);
});

test('every row is indexed once, also one whose transaction commits after later ones', async () => {
  const slow = await db.pool.connect();
  await slow.query('begin');
  const { rows } = await slow.query<{ id: string }>('select next_inbox_id() as id');
  await storeOne();
  expect(await indexInbox(db.pool, 100)).toBe(4);
  expect(await indexInbox(db.pool, 100)).toBe(0);
  await slow.query(
    `insert into twilio_webhook_inbox (id, source, event_type, call_sid, dedupe_key, payload)
    values ($1, 'twilio_voice', 'call-status', $2, 'late', '{}')`,
    [rows[0]!.id, callSid(77)],
  );
  await slow.query('commit');
  slow.release();
  expect(await indexInbox(db.pool, 100)).toBe(1);
  expect(await idsOf(callSid(77).slice(-8), {}, 0)).toEqual([rows[0]!.id]);
});

test('a search says whether rows were not indexed yet', async () => {
  await storeOne();
  expect(await search('jane', {}, 2)).toMatchObject({ rows: [{}], isComplete: false });
  expect(await search('jane', {}, 5000)).toMatchObject({ rows: [{}], isComplete: true });
  await indexInbox(db.pool, 100);
  expect(await search('jane', {}, 2)).toMatchObject({ rows: [{}], isComplete: true });
});

test('what REST said is found as well', async () => {
  const payload = { sid: SID, from: '+15085140399', to: '+16175006181', account_sid: ACCOUNT };
  const [id] = await storeAll(db, [callbackToStore({}, { payload, source: 'reconcile_hot', callSid: SID })]);
  await indexInbox(db.pool, 100);
  for (const part of ['5140399', 'ac9f3e', SID]) expect(await idsOf(part, {}, 0)).toEqual([id]);
});
