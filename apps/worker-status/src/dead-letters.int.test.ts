import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { MAX_ATTEMPTS } from '@trunkline/telephony/inbox';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { emptyTables, inboxStates, openTestDatabase, storeAll } from '../../../test/support/db/inbox.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { applyCallbacks } from './apply-callbacks.ts';
import { chargeAttempt } from './charge-attempt.ts';

const db = openTestDatabase();
const apply = applyCallbacks({ db, ownedNumbers: new Set(), log: silentLog });
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => emptyTables(db));

const POISON = callSid(13);
const calls = [1, 2, 3, 4, 5].map((n) => callbackToStore(progress(callSid(n), 'ringing', 1)));
const rowOf = async (id: string) =>
  (
    await db.pool.query(
      'select processing_status as status, retry_count, error from twilio_webhook_inbox where id = $1',
      [id],
    )
  ).rows[0];

/** Postgres itself refuses one call, as a constraint that a later version adds might. */
async function poisonOneCall(): Promise<AsyncDisposable> {
  await db.pool.query(`
    create function refuse_one_call() returns trigger language plpgsql as $$ begin raise exception 'this call is cursed'; end $$;
    create trigger poison before insert or update on calls for each row when (new.call_sid = '${POISON}') execute function refuse_one_call()`);
  return {
    [Symbol.asyncDispose]: async () =>
      void (await db.pool.query('drop trigger poison on calls; drop function refuse_one_call()')),
  };
}

test('a row that Postgres refuses is found among its neighbours, fails alone and ends as a dead letter', async () => {
  await using _poison = await poisonOneCall();
  const ids = await storeAll(db, [...calls, callbackToStore(progress(POISON, 'ringing', 1))]);
  const poison = ids.at(-1)!;
  await apply(ids);
  expect(await inboxStates(db)).toEqual({ completed: 5, failed: 1 });
  expect(await rowOf(poison)).toEqual({
    status: 'failed',
    retry_count: 1,
    error: expect.stringContaining('this call is cursed'),
  });
  for (let attempt = 2; attempt <= MAX_ATTEMPTS; attempt++) await apply([poison]);
  expect(await rowOf(poison)).toMatchObject({ status: 'dead_letter', retry_count: MAX_ATTEMPTS });
  await apply([poison]);
  expect(await rowOf(poison)).toMatchObject({ status: 'dead_letter', retry_count: MAX_ATTEMPTS });
});

test.each([
  ['an array', ['CallSid']],
  ['a text whose quote ends within a character', { CallStatus: `${'x'.repeat(30)}😀` }],
  ['half a character at the cut', [`${'x'.repeat(77)}😀`]],
])(
  'a payload that cannot be read (%s) ends as a dead letter beside neighbours that complete',
  async (_name, payload) => {
    const ids = await storeAll(db, [...calls, callbackToStore({}, { payload, dedupeKey: 'odd' })]);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) await apply(ids);
    expect(await inboxStates(db)).toEqual({ completed: 5, dead_letter: 1 });
    expect((await rowOf(ids.at(-1)!)).error).toMatch(/is not a (form|status)/);
  },
);

test('a job that BullMQ gave up charges its unfinished rows only', async () => {
  const ids = await storeAll(db, calls);
  await apply(ids.slice(0, 2));
  await chargeAttempt(db, silentLog)({ ids }, new Error('job stalled more than allowable limit'));
  expect(await inboxStates(db)).toEqual({ completed: 2, failed: 3 });
});

test('a quarantined row is never applied', async () => {
  const ids = await storeAll(db, [
    callbackToStore(progress(POISON, 'ringing', 1), { processingStatus: 'quarantined' }),
  ]);
  await apply(ids);
  expect(await inboxStates(db)).toEqual({ quarantined: 1 });
});
