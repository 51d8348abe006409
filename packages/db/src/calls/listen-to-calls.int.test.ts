import { afterAll, expect, test } from '@jest/globals';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { silentLog } from '../../../../test/support/silent-log.ts';
import { listenToCalls } from './listen-to-calls.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());

const LISTENERS = `select pid from pg_stat_activity where datname = current_database() and query like 'listen %'`;
const listeners = async () => (await db.pool.query<{ pid: number }>(LISTENERS)).rows.map(({ pid }) => pid);
const isListening = () => eventually(async () => expect(await listeners()).toHaveLength(1));
let calls = 0;
const change = async (): Promise<string> => {
  const sid = callSid((calls += 1));
  await storeAndApply(db, [callbackToStore(progress(sid, 'ringing', 1))]);
  return sid;
};

test('SIDs of calls are announced as they change, also after the connection was lost', async () => {
  const heard: string[] = [];
  await using _listening = listenToCalls(db, (sids) => heard.push(...sids), silentLog);
  await isListening();
  const first = await change();
  await eventually(() => expect(heard).toEqual([first]));
  const [pid] = await listeners();
  await db.pool.query('select pg_terminate_backend($1)', [pid]);
  await eventually(async () => expect(await listeners()).not.toContain(pid));
  await isListening();
  const second = await change();
  await eventually(() => expect(heard).toEqual([first, second]));
});

test.each(['', 'hello', '7', '{"a":1}', '[1, null]'])(
  'a notification that is no list of SIDs (%j) is ignored',
  async (payload) => {
    const heard: string[] = [];
    await using _listening = listenToCalls(db, (sids) => heard.push(...sids), silentLog);
    await isListening();
    await db.pool.query(`select pg_notify('trunkline_calls', $1)`, [payload]);
    const sid = await change();
    await eventually(() => expect(heard).toEqual([sid]));
  },
);

test('closing ends the listening and returns its connection', async () => {
  const listening = listenToCalls(db, () => {}, silentLog);
  await isListening();
  await listening[Symbol.asyncDispose]();
  await eventually(async () => expect(await listeners()).toEqual([]));
  expect(db.pool.totalCount).toBe(db.pool.idleCount);
});
