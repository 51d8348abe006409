import { afterAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { inboxStates, openTestDatabase, storeAll } from '../../../test/support/db/inbox.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import { applyCallbacks, chargeAttempt } from './apply-callbacks.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());

const SLOW = [
  new Error('Query read timeout'),
  Object.assign(new pg.DatabaseError('canceling statement due to statement timeout', 7, 'error'), { code: '57014' }),
];

test('while Postgres is too slow for all, no row is charged; a row is where others are applied', async () => {
  const [one, other] = await storeAll(
    db,
    [1, 2].map((n) => callbackToStore(progress(callSid(n), 'ringing', 1))),
  );
  for (const slow of SLOW) await chargeAttempt(db)({ ids: [one!] }, slow);
  expect(await inboxStates(db)).toEqual({ pending: 2 });
  await applyCallbacks({ db, ownedNumbers: new Set(), log: silentLog })([other!]);
  await chargeAttempt(db)({ ids: [one!] }, SLOW[0]!);
  expect(await inboxStates(db)).toEqual({ failed: 1, completed: 1 });
});
