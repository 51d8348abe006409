import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { emptyTables, inboxStates, openTestDatabase, storeAll } from '../../../test/support/db/inbox.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { someoneWaitsForLock } from '../../../test/support/db/sessions.ts';
import { openTcpGate } from '../../../test/support/processes/tcp-gate.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { applyCallbacks, chargeAttempt } from './apply-callbacks.ts';

const { DATABASE_URL = '' } = process.env;
const opened = new AsyncDisposableStack();
const db = opened.use(openTestDatabase());
const gate = opened.use(await openTcpGate(DATABASE_URL));
const ownedNumbers = new Set(['+16175006181']);
afterAll(() => opened.disposeAsync());
beforeEach(() => emptyTables(db));

const CALLS = [1, 2, 3, 4, 5];
const callbacks = CALLS.flatMap((n) => [
  callbackToStore(progress(callSid(n), 'ringing', 1)),
  callbackToStore(progress(callSid(n), 'completed', 2, 9)),
]);

/** Each callback has one event, each call its end, and no row was charged an attempt. */
async function expectAppliedOnce(): Promise<void> {
  expect(await inboxStates(db)).toEqual({ completed: callbacks.length });
  const events = await db.pool.query('select inbox_id from call_events');
  expect([events.rowCount, new Set(events.rows.map(({ inbox_id: id }) => id)).size]).toEqual([10, 10]);
  const calls = await db.pool.query('select call_sid, status from calls order by call_sid');
  expect(calls.rows).toEqual(CALLS.map((n) => ({ call_sid: callSid(n), status: 'completed' })));
  expect((await db.pool.query('select from twilio_webhook_inbox where retry_count > 0')).rowCount).toBe(0);
}

test.each([
  ['before', 'pending'],
  ['after', 'completed'],
] as const)(
  'a connection that is cut %s Postgres got the commit of a batch: it is applied once',
  async (when, state) => {
    const gated = openDatabase(gate.url, 'test');
    await using _closing = gated;
    const apply = applyCallbacks({ db: gated, ownedNumbers, log: silentLog });
    const ids = await storeAll(db, callbacks);
    void gate.trap('commit\0', `cut ${when}`); // as a statement: settings of the session name it too
    const failure = await apply(ids).then(
      () => undefined,
      (error: Error) => error,
    );
    expect(failure?.message).toMatch(/terminated|ECONNRESET/);
    await eventually(async () => expect(await inboxStates(db)).toEqual({ [state]: callbacks.length }));
    await chargeAttempt(db)({ ids }, failure!);
    await apply(ids);
    await expectAppliedOnce();
  },
);

test('a batch that Postgres ends because of a deadlock leaves nothing behind, is charged nothing, and is applied when it comes again', async () => {
  const url = new URL(DATABASE_URL);
  url.searchParams.set('options', '-c deadlock_timeout=3s');
  const patient = openDatabase(url.href, 'deadlocked', { lockTimeoutMs: 60_000 });
  await using _closing = patient;
  const apply = applyCallbacks({ db: patient, ownedNumbers, log: silentLog });
  const ids = await storeAll(db, callbacks);
  await applyCallbacks({ db, ownedNumbers, log: silentLog })(ids.slice(0, 1));

  const other = await db.pool.connect();
  await other.query(`begin; set local deadlock_timeout = '60s'; set local lock_timeout = 0`);
  await other.query('select from calls where call_sid = $1 for update', [callSid(1)]);
  const applying = apply(ids).then(
    () => undefined,
    (error: Error) => error,
  );
  await someoneWaitsForLock(db, '%deadlocked');
  await other.query('update twilio_webhook_inbox set error = error where id = $1', [ids[1]]); // which the batch holds
  await other.query('rollback');
  other.release();

  const failure = await applying;
  expect(failure).toMatchObject({ code: '40P01' });
  expect(await inboxStates(db)).toEqual({ completed: 1, pending: callbacks.length - 1 });
  expect((await db.pool.query('select from call_events')).rowCount).toBe(1);
  await chargeAttempt(db)({ ids }, failure!);
  await apply(ids);
  await expectAppliedOnce();
});
