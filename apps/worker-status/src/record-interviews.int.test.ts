import { afterAll, beforeEach, expect, test } from '@jest/globals';
import type { CallbackToStore } from '@trunkline/db/inbox';
import fc from 'fast-check';
import { callbackToStore, callSid } from '../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase, storeAll } from '../../../test/support/db/inbox.ts';
import { interviewCallbacks, type Behaviour } from '../../../test/support/db/interview-facts.ts';
import { createTestInterview, emptyInterviews } from '../../../test/support/db/interviews.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { applyCallbacks } from './apply-callbacks.ts';

const db = openTestDatabase();
const apply = applyCallbacks({ db, ownedNumbers: new Set(['+16175006181']), log: silentLog });
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(async () => {
  await emptyTables(db);
  await emptyInterviews(db);
});

const BEHAVIOURS: Behaviour[][] = [
  ['answers', 'answers-late', 'answers'],
  ['answers', 'silent', 'hangs-up'],
  ['hangs-up'],
];
const received = (at: string) => db.pool.query('update twilio_webhook_inbox set received_at = $1', [at]);
const toStore = (interviewId: string, sid: string, behaviours: readonly Behaviour[]): CallbackToStore[] =>
  interviewCallbacks(interviewId, sid, behaviours).map(({ kind, fields, query }) =>
    callbackToStore(fields, { callbackKind: kind, query }),
  );

/** Everything that the folds of interviews write, without our own times. */
async function folded() {
  const state = await db.pool.query(
    `select status, failure, answered, call_sid, call_status, started_at, ended_at, version from interviews order by call_sid`,
  );
  const answers = await db.pool.query(
    `select i.call_sid, question_number, attempt, question, recording_sid, duration_sec, transcript_status, score_status
    from interview_responses r join interviews i on i.id = r.interview_id order by 1, 2, 3`,
  );
  const events = await db.pool.query(
    'select count(*)::int, count(distinct fact_key)::int as keys from interview_events',
  );
  return { state: state.rows, answers: answers.rows, events: events.rows };
}

test('any order, copies and split over up to four appliers give the same interviews, answers and facts', async () => {
  const prepare = async () => {
    await emptyTables(db);
    await emptyInterviews(db);
    const callbacks: CallbackToStore[] = [];
    for (const [n, behaviours] of BEHAVIOURS.entries())
      callbacks.push(...toStore(await createTestInterview(db), callSid(n + 1), behaviours));
    const ids = await storeAll(db, callbacks);
    await received('2026-02-12T13:00:00Z');
    return ids;
  };
  await apply(await prepare());
  const expected = await folded();
  expect(expected.state.map(({ status, failure, answered }) => [status, failure, answered])).toEqual([
    ['completed', null, 3],
    ['completed', null, 2],
    ['partial', 'hung-up', 1],
  ]);
  expect(expected.answers.map((row) => row.transcript_status)).toEqual([
    'waiting',
    'waiting',
    'waiting',
    'waiting',
    'no_answer',
    'waiting',
    'waiting',
  ]);

  const numbers = Array.from({ length: expected.events[0].count }, (_, n) => n);
  const plan = fc.record({
    order: fc.shuffledSubarray(numbers, { minLength: numbers.length }),
    again: fc.array(fc.constantFrom(...numbers), { maxLength: 20 }),
    appliers: fc.integer({ min: 1, max: 4 }),
    perJob: fc.integer({ min: 1, max: 8 }),
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
    const ids = await prepare();
    const all = [...order, ...again].map((n) => ids[n]!);
    const jobs = Array.from({ length: Math.ceil(all.length / perJob) }, (_, n) =>
      all.slice(n * perJob, (n + 1) * perJob),
    );
    const inTurn = async (own: string[][]) => {
      for (const job of own) await apply(job);
    };
    await Promise.all(
      Array.from({ length: appliers }, (_, n) => inTurn(jobs.filter((_job, at) => at % appliers === n))),
    );
    expect(await folded()).toEqual(expected);
  };
  await fc.assert(fc.asyncProperty(plan, check), { numRuns: 12 });
});

test('a new answer waits for its transcript, and a copy of its callbacks never sends it back there', async () => {
  const id = await createTestInterview(db, 1);
  const [callbacks] = [toStore(id, callSid(1), ['answers'])];
  const action = callbacks.findIndex(({ callbackKind }) => callbackKind === 'record-action');
  const ids = await storeAll(db, callbacks);
  await apply([ids[action]!]);
  await db.pool.query(
    `update interview_responses set transcript = 'Hello', transcript_status = 'done', score_status = 'done'`,
  );
  await apply(ids);
  const { rows } = await db.pool.query(
    'select transcript, transcript_status, score_status, duration_sec from interview_responses',
  );
  expect(rows).toEqual([{ transcript: 'Hello', transcript_status: 'done', score_status: 'done', duration_sec: 6 }]);
});

test('an interview whose last callback was lost ends by REST’s observation of its call', async () => {
  const id = await createTestInterview(db);
  const callbacks = toStore(id, callSid(1), ['answers']).filter(
    ({ payload }) => (payload as { CallStatus?: string }).CallStatus !== 'completed',
  );
  await apply(await storeAll(db, callbacks));
  const resource = { sid: callSid(1), status: 'completed', from: '+16175006181', to: '+15085140320', duration: '20' };
  const rest = callbackToStore(resource, {
    callbackKind: 'call-resource',
    source: 'reconcile_hot',
    callSid: callSid(1),
  });
  const [restId] = await storeAll(db, [rest]);
  await apply([restId!]);
  const { rows } = await db.pool.query('select status, failure, call_status from interviews');
  expect(rows).toEqual([{ status: 'partial', failure: 'hung-up', call_status: 'completed' }]);
});

test('a callback of an unknown interview is applied to its call and otherwise skipped', async () => {
  const [id] = await storeAll(db, toStore('99999999-0000-4000-8000-000000000000', callSid(1), []).slice(0, 1));
  await apply([id!]);
  const { rows } = await db.pool.query(
    'select (select count(*)::int from calls) as calls, (select count(*)::int from interview_events) as events',
  );
  expect(rows).toEqual([{ calls: 1, events: 0 }]);
});

test('a changed interview is notified with its id', async () => {
  const id = await createTestInterview(db);
  const client = await db.pool.connect();
  const notified: string[] = [];
  client.on('notification', ({ payload }) => notified.push(...(JSON.parse(payload ?? '[]') as string[])));
  await client.query('listen trunkline_interviews');
  await apply(await storeAll(db, toStore(id, callSid(1), ['answers'])));
  await client.query('select 1');
  client.release(true);
  expect(notified).toEqual([id]);
});
