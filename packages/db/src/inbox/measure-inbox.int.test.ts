import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { emptyTables, openTestDatabase, storeAll } from '../../../../test/support/db/inbox.ts';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { measureInbox } from './measure-inbox.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => emptyTables(db));

test.each([
  ['was received a minute ago', '-1 minute', 60],
  ['is received while the measure is taken', '1 second', 0],
])('the age of a callback that %s (%s) is never negative', async (_what, offset, seconds) => {
  await storeAll(db, [callbackToStore(progress(callSid(1), 'initiated', 0))]);
  await db.pool.query('update twilio_webhook_inbox set received_at = now() + $1::interval', [offset]);
  const { unfinished, oldestSeconds } = await measureInbox(db.pool);
  expect(unfinished).toBe(1);
  expect(Math.floor(oldestSeconds / 60) * 60).toBe(seconds);
});

test('an empty inbox has no age', async () => {
  expect(await measureInbox(db.pool)).toEqual({ unfinished: 0, oldestSeconds: 0, deadLetters: 0, quarantined: 0 });
});
