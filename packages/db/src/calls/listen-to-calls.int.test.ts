import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { listeners, noListener, oneListener } from '../../../../test/support/db/sessions.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { silentLog } from '../../../../test/support/silent-log.ts';
import { listenToCalls } from './listen-to-calls.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => noListener(db));

let calls = 0;
const change = async (): Promise<string> => {
  const sid = callSid((calls += 1));
  await storeAndApply(db, [callbackToStore(progress(sid, 'ringing', 1))]);
  return sid;
};

test('SIDs of calls are announced as they change, also after the connection was lost', async () => {
  const heard: string[] = [];
  await using _listening = listenToCalls(db, (sids) => heard.push(...sids), silentLog);
  await oneListener(db);
  const first = await change();
  await eventually(() => expect(heard).toEqual([first]));
  const [pid] = await listeners(db);
  await db.pool.query('select pg_terminate_backend($1)', [pid]);
  await eventually(async () => expect(await listeners(db)).not.toContain(pid));
  await oneListener(db);
  const second = await change();
  await eventually(() => expect(heard).toEqual([first, second]));
});

test.each(['', 'hello', '7', '{"a":1}', '[1, null]'])(
  'a notification that is no list of SIDs (%j) is ignored',
  async (payload) => {
    const heard: string[] = [];
    await using _listening = listenToCalls(db, (sids) => heard.push(...sids), silentLog);
    await oneListener(db);
    await db.pool.query(`select pg_notify('trunkline_calls', $1)`, [payload]);
    const sid = await change();
    await eventually(() => expect(heard).toEqual([sid]));
  },
);

test('closing ends the listening and returns its connection', async () => {
  const listening = listenToCalls(db, () => {}, silentLog);
  await oneListener(db);
  await listening[Symbol.asyncDispose]();
  await noListener(db);
  expect(db.pool.totalCount).toBe(db.pool.idleCount);
});
