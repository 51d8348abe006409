import { afterAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { emptyTables, inboxStates, openTestDatabase, storeAll } from '../../../test/support/db/inbox.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { applyCallbacks } from './apply-callbacks.ts';

const db = openTestDatabase();
const ownedNumbers = new Set(['+16175006181']);
const apply = applyCallbacks({ db, ownedNumbers, log: silentLog });
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => emptyTables(db));

const [A, B, CHILD] = [callSid(1), callSid(2), callSid(3)];
const CALLBACKS = [
  callbackToStore(progress(A, 'initiated', 0), { query: { candidate_id: '7', campaign_id: 'spring' } }),
  callbackToStore(progress(A, 'ringing', 1)),
  callbackToStore(progress(A, 'in-progress', 2)),
  callbackToStore(progress(A, 'completed', 3)),
  callbackToStore(progress(A, 'completed', 0, 3)), // another subscription
  callbackToStore(progress(A, 'busy', 3, 9)), // a contradiction
  callbackToStore(
    { CallSid: A, RecordingSid: 'RE1', RecordingStatus: 'completed' },
    { callbackKind: 'recording-complete' },
  ),
  callbackToStore(progress(B, 'no-answer', 2)),
  callbackToStore(progress(B, 'ringing', 1)),
  callbackToStore({ ...progress(CHILD, 'in-progress', 0), ParentCallSid: A }),
  callbackToStore(
    { CallSid: A, CallStatus: 'in-progress', DialCallStatus: 'completed', DialCallSid: CHILD },
    { callbackKind: 'dial-action' },
  ),
];

/** All columns that the fold decides. */
const foldedCalls = async () => {
  const { rows } = await db.pool.query('select * from calls order by call_sid');
  return rows.map(({ id: _id, conversation_id: _conversation, ...columns }) => columns);
};
const received = (at: string) => db.pool.query('update twilio_webhook_inbox set received_at = $1', [at]);

test('any order, copies and split over up to four appliers give the same calls, and one event per callback', async () => {
  await storeAll(db, CALLBACKS);
  await received('2026-02-12T12:00:00Z');
  await apply((await db.pool.query<{ id: string }>('select id from twilio_webhook_inbox')).rows.map((row) => row.id));
  const expected = await foldedCalls();
  expect(expected.map((call) => [call.status, call.version])).toEqual([
    ['busy', 8],
    ['no-answer', 2],
    ['in-progress', 1],
  ]);

  const numbers = CALLBACKS.map((_, n) => n);
  const plan = fc.record({
    order: fc.shuffledSubarray(numbers, { minLength: numbers.length }),
    again: fc.array(fc.constantFrom(...numbers), { maxLength: 8 }),
    appliers: fc.integer({ min: 1, max: 4 }),
    perJob: fc.integer({ min: 1, max: 6 }),
  });
  const check = async ({
    order,
    again,
    appliers,
    perJob,
  }: {
    order: number[];
    again: number[];
    appliers: number;
    perJob: number;
  }) => {
    await emptyTables(db);
    const ids = await storeAll(db, CALLBACKS);
    await received('2026-02-12T12:00:00Z');
    const jobs = chunks(
      [...order, ...again].map((n) => ids[n]!),
      perJob,
    );
    await Promise.all(
      Array.from({ length: appliers }, (_, n) => applyInTurn(jobs.filter((_job, at) => at % appliers === n))),
    );
    expect(await foldedCalls()).toEqual(expected);
    const { rows } = await db.pool.query('select inbox_id as id from call_events order by 1');
    expect(rows.map((row) => row.id)).toEqual(ids.toSorted((a, b) => Number(BigInt(a) - BigInt(b))));
    expect(await inboxStates(db)).toEqual({ completed: CALLBACKS.length });
  };
  await fc.assert(fc.asyncProperty(plan, check), { numRuns: 40 });
}, 120_000);

const chunks = <T>(all: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));

/** A job may lose a deadlock; it is retried then, as its queue would. */
async function applyInTurn(jobs: string[][]): Promise<void> {
  for (const job of jobs) await apply(job).catch(() => apply(job));
}

test('a candidate shows its latest call, not its latest callback', async () => {
  const query = { candidate_id: '7' };
  const first = callbackToStore(progress(A, 'completed', 3, 3), { query });
  const second = callbackToStore(progress(B, 'ringing', 1, 40), { query });
  await apply(await storeAll(db, [second]));
  await apply(await storeAll(db, [first]));
  const { rows } = await db.pool.query('select id, call_status, last_call_sid from candidates');
  expect(rows).toEqual([{ id: 7, call_status: 'RINGING', last_call_sid: B }]);
});

test('a campaign’s call is an attempt in the telephony handler’s words', async () => {
  const query = { campaign_id: 'spring', contact_id: 'c1', call_id: 'mine' };
  await apply(
    await storeAll(db, [
      callbackToStore(progress(A, 'no-answer', 2), { query }),
      callbackToStore(progress(A, 'ringing', 1), { query }),
    ]),
  );
  const { rows } = await db.pool.query(
    'select external_call_id, campaign_id, contact_id, event_type, contact_state from call_attempts',
  );
  expect(rows).toEqual([
    {
      external_call_id: 'mine',
      campaign_id: 'spring',
      contact_id: 'c1',
      event_type: 'call.no_answer',
      contact_state: 'no_answer',
    },
  ]);
});

test('all calls with one person are one conversation, dated by the latest', async () => {
  await apply(
    await storeAll(db, [callbackToStore(progress(B, 'ringing', 1, 40)), callbackToStore(progress(A, 'ringing', 1, 3))]),
  );
  const { rows } = await db.pool.query(`
    select external_id, subject, last_message_at, (select count(distinct conversation_id)::int from calls) as shared from conversations`);
  expect(rows).toEqual([
    {
      external_id: '+15085140320',
      subject: 'Calls with +1 (508) 514-0320',
      last_message_at: new Date('2026-02-12T11:48:40Z'),
      shared: 1,
    },
  ]);
});

test('changed calls are announced once they are committed', async () => {
  await using listening = new AsyncDisposableStack();
  const client = listening.adopt(await db.pool.connect(), (it) => it.release(true));
  const heard = Promise.withResolvers<string>();
  client.on('notification', ({ payload = '' }) => heard.resolve(payload));
  await client.query('listen trunkline_calls');
  await apply(
    await storeAll(db, [callbackToStore(progress(A, 'ringing', 1)), callbackToStore(progress(B, 'ringing', 1))]),
  );
  expect(JSON.parse(await heard.promise)).toEqual([A, B]);
});
