import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { recordGaps, requestHeal } from '@trunkline/db/reconciliation';
import { endedAt } from '@trunkline/telephony/facts';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { gapToRecord, startReconciling, type Reconciling } from '../../../../test/support/db/reconciling.ts';
import { callSid } from '../../../../test/support/twilio/callbacks.ts';
import { settleOpenGaps } from '../settle-open-gaps.ts';
import { failUnconfiguredHeals, healGaps } from './heal-gaps.ts';

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());
const db = opened.use(openTestDatabase(10));
let rec: Reconciling;
beforeAll(async () => void (rec = opened.use(await startReconciling(db))));
beforeEach(() => rec.reset());

async function requestFor(sid: string): Promise<string> {
  await recordGaps(db.pool, [gapToRecord({ callSid: sid })], rec.clock.now());
  const { rows } = await db.pool.query<{ id: string }>('select id::text from callback_gaps where call_sid = $1', [sid]);
  expect(await requestHeal(unscoped(db), rows[0]!.id)).toMatchObject({ state: 'open' });
  return rows[0]!.id;
}
const gap = async (id: string) => (await db.pool.query('select * from callback_gaps where id = $1', [id])).rows[0];

test('Twilio is asked about a gap at once, and what it shows closes the gap', async () => {
  await rec.simulator.addPast({ day: '2026-11-19', calls: 1, recordings: 0, seed: 1 });
  const [call] = await rec.simulator.truth();
  const id = await requestFor(call!.sid);
  await healGaps(rec.parts);
  await settleOpenGaps(rec.parts);
  expect(await gap(id)).toMatchObject({ heal_due_at: null, heal_error: null, healed_by: 'reconcile_hot' });
  expect((await gap(id)).healed_at).not.toBeNull();
  const { rows } = await db.pool.query('select is_final from calls where call_sid = $1', [call!.sid]);
  expect(rows).toEqual([{ is_final: true }]);
});

test('a call of whose end Twilio lists no requests yet is left to the warm tier', async () => {
  await rec.simulator.addPast({ day: '2026-11-19', calls: 1, recordings: 0, seed: 2 });
  const [call] = await rec.simulator.truth();
  await requestFor(call!.sid);
  rec.clock.set(new Date(Date.parse(endedAt(call!)!) + 300_000));
  await healGaps(rec.parts);
  const { rows } = await db.pool.query('select is_final, reconciled_at from calls where call_sid = $1', [call!.sid]);
  expect(rows).toEqual([{ is_final: true, reconciled_at: null }]);
});

test('a call that Twilio does not know is reported, and one that cannot be asked about is asked again', async () => {
  const unknown = await requestFor(callSid(1));
  await healGaps(rec.parts);
  expect(await gap(unknown)).toMatchObject({ heal_due_at: null, heal_error: expect.stringContaining('does not know') });
  const failing = await requestFor(callSid(2));
  rec.rest.alter = () => 503;
  await expect(healGaps(rec.parts)).rejects.toThrow('503'); // for the pause of all tiers
  expect((await gap(failing)).heal_due_at).not.toBeNull();
  await db.pool.query(
    `update callback_gaps set heal_due_at = now(), heal_requested_at = now() - interval '2 hours' where id = $1`,
    [failing],
  );
  await expect(healGaps(rec.parts)).rejects.toThrow('503');
  expect(await gap(failing)).toMatchObject({ heal_due_at: null, heal_error: expect.stringContaining('for an hour') });
});

test('without a Twilio account the request says what to set', async () => {
  const id = await requestFor(callSid(3));
  await failUnconfiguredHeals({ db })();
  expect(await gap(id)).toMatchObject({ heal_due_at: null, heal_error: expect.stringContaining('TWILIO_ACCOUNT_SID') });
});
