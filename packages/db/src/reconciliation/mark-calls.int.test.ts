import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { callbackToStore, callSid, progress } from '../../../../test/support/twilio/callbacks.ts';
import { emptyTables, openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { listEndedCalls, listLiveCalls } from './calls-to-check.ts';
import { claimChecks, freezeCalls, markReconciled } from './mark-calls.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());

const [RINGING, TALKING, ENDED] = [callSid(1), callSid(2), callSid(3)];
const ALL = [RINGING, TALKING, ENDED];
beforeEach(async () => {
  await emptyTables(db);
  await storeAndApply(db, [
    callbackToStore(progress(RINGING, 'ringing', 1)),
    callbackToStore(progress(TALKING, 'in-progress', 2)),
    callbackToStore(progress(ENDED, 'completed', 3)),
  ]);
});

const at = (second: number): Date => new Date(Date.UTC(2026, 1, 12, 12, 0, second));
const live = async () => (await listLiveCalls(db.pool, new Date(0))).map((call) => call.callSid);
const ended = async (before = new Date()) => (await listEndedCalls(db.pool, before, 10)).map((call) => call.callSid);

test('of several workers that claim the same calls at once, one gets each call', async () => {
  const claims = await Promise.all([1, 2, 3, 4].map(() => claimChecks(db.pool, ALL, at(60), at(40))));
  expect(claims.flatMap((mine) => [...mine]).toSorted()).toEqual([RINGING, TALKING]);
});

test('a call is claimed again once the last claim is old enough', async () => {
  expect(await claimChecks(db.pool, [RINGING], at(60), at(40))).toEqual(new Set([RINGING]));
  expect(await claimChecks(db.pool, [RINGING], at(79), at(59))).toEqual(new Set());
  expect(await claimChecks(db.pool, [RINGING], at(81), at(61))).toEqual(new Set([RINGING]));
  const [call] = await listLiveCalls(db.pool, new Date(0), [RINGING]);
  expect(call).toMatchObject({ callSid: RINGING, status: 'ringing', checkedAt: at(81) });
});

test('an ended or unknown call is not claimed', async () => {
  expect(await claimChecks(db.pool, [ENDED, callSid(9)], at(60), at(40))).toEqual(new Set());
  expect(await claimChecks(db.pool, [], at(60), at(40))).toEqual(new Set());
});

test('live calls and ended ones are listed apart, without those seen before', async () => {
  expect(await live()).toEqual([RINGING, TALKING]);
  expect(await ended()).toEqual([ENDED]);
  expect(await ended(new Date('2026-02-12T11:48:02Z'))).toEqual([]); // it ended a second later
  expect(await listLiveCalls(db.pool, new Date(Date.now() + 1000))).toEqual([]);
});

test('a call is compared once, and a frozen one never', async () => {
  await markReconciled(db.pool, [ENDED], at(60));
  expect(await ended()).toEqual([]);
  await db.pool.query('update calls set reconciled_at = null');
  expect(await freezeCalls(db.pool, ALL, at(70))).toBe(1); // live calls are never frozen
  expect(await freezeCalls(db.pool, ALL, at(80))).toBe(0);
  expect(await ended()).toEqual([]);
  const { rows } = await db.pool.query(`select call_sid, reconciled_at from calls where sync_state = 'frozen'`);
  expect(rows).toEqual([{ call_sid: ENDED, reconciled_at: at(70) }]);
});

test('a call whose end was set by hand is not frozen: Twilio may still report one', async () => {
  await db.pool.query(`update calls set ended_reason = 'monitor_update' where call_sid = $1`, [ENDED]);
  expect(await freezeCalls(db.pool, ALL, at(70))).toBe(0);
});
