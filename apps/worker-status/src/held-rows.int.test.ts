import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { openTestDatabase, emptyTables, inboxStates, storeAll } from '../../../test/support/db/inbox.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { openDatabase } from '@trunkline/db/connection';
import { applyCallbacks, chargeAttempt } from './apply-callbacks.ts';

const { DATABASE_URL = '' } = process.env;
const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
const impatient = opened.use(openDatabase(DATABASE_URL, 'test', { lockTimeoutMs: 100 }));
const apply = applyCallbacks({ db: impatient, ownedNumbers: new Set(['+16175006181']), log: silentLog });
afterAll(() => opened.disposeAsync());
beforeEach(() => emptyTables(db));

const HELD = callSid(13);
const NUMBERS = Array.from({ length: 12 }, (_, n) => n);
const ofHeldCall = (sequence: number) =>
  callbackToStore(
    { ...progress(HELD, 'in-progress', sequence), To: '+15085140999' },
    { dedupeKey: `held ${sequence}` },
  );
const ofOthers = NUMBERS.map((n) => callbackToStore(progress(callSid(n), 'ringing', 1)));

/** Another session that holds what `sql` locks until it is disposed of. */
async function hold(sql: string): Promise<AsyncDisposable> {
  const client = await db.pool.connect();
  await client.query('begin');
  await client.query(sql);
  return {
    async [Symbol.asyncDispose]() {
      await client.query('rollback');
      client.release();
    },
  };
}

test.each([
  ['the row of a call', `select from calls where call_sid = '${HELD}' for update`],
  ['the lock of a call', `select pg_advisory_xact_lock(hashtextextended('${HELD}', 0))`],
  ['a conversation', `select from conversations where external_id = '+15085140999' for update`],
  ['rows of the inbox', `select from twilio_webhook_inbox where call_sid = '${HELD}' for update`],
])('while another session holds %s, the others are applied, and what waits is charged nothing', async (_what, sql) => {
  await apply(await storeAll(db, [ofHeldCall(0)]));
  await db.pool.query('update calls set conversation_id = null'); // so that its conversation is looked up again
  const ids = await storeAll(
    db,
    NUMBERS.flatMap((n) => [ofHeldCall(n + 1), ofOthers[n]!]),
  );
  {
    await using _session = await hold(sql);
    await apply(ids);
    expect(await inboxStates(db)).toEqual({ completed: 1 + NUMBERS.length, pending: NUMBERS.length });
  }
  await apply(ids);
  expect(await inboxStates(db)).toEqual({ completed: 1 + 2 * NUMBERS.length });
  const { rows } = await db.pool.query('select from twilio_webhook_inbox where retry_count > 0 or error is not null');
  expect(rows).toHaveLength(0);
});

test('a job that was given up for a reason of the database charges no row', async () => {
  const [id] = await storeAll(db, [ofHeldCall(1)]);
  const charge = chargeAttempt(db);
  await charge({ ids: [id!] }, Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
  expect(await inboxStates(db)).toEqual({ pending: 1 });
  await charge({ ids: [id!] }, new Error('job stalled more than allowable limit'));
  expect(await inboxStates(db)).toEqual({ failed: 1 });
});
