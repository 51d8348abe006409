import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { findSyncRun, requestSync } from '@trunkline/db/reconciliation';
import { openTestDatabase } from '../../../test/support/db/inbox.ts';
import { startReconciling, type Reconciling } from '../../../test/support/db/reconciling.ts';
import { callbackToStore, progress } from '../../../test/support/twilio/callbacks.ts';
import { storeAndApply } from '../../../test/support/db/store-and-apply.ts';
import { runSyncs } from './cold/run-syncs.ts';
import { openPause } from './pause.ts';
import { reconcile } from './reconcile.ts';

const DAY_MS = 86_400_000;
const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const [FIRST, SECOND] = [new Date(today - 2 * DAY_MS), new Date(today - DAY_MS)];
const nameOf = (day: Date): string => day.toISOString().slice(0, 10);

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());
const db = opened.use(openTestDatabase(10));
let rec: Reconciling;
beforeAll(async () => {
  rec = opened.use(await startReconciling(db));
  await rec.simulator.addPast({ day: nameOf(FIRST), calls: 20, recordings: 0, seed: 1 });
  await rec.simulator.addPast({ day: nameOf(SECOND), calls: 20, recordings: 0, seed: 2 });
});
beforeEach(() => rec.reset());

const asked = () => rec.parts.usage().requests;
const countCalls = async (): Promise<number> =>
  (await db.pool.query<{ n: number }>('select count(*)::int as n from calls where is_final')).rows[0]!.n;

/** Calls that have ended at Twilio, of which only the ringing was reported. */
async function storeOverdueCalls(): Promise<number> {
  const ended = (await rec.simulator.truth()).filter(({ start_time: start }) => start !== null).slice(0, 10);
  await storeAndApply(
    db,
    ended.map(({ sid }) => callbackToStore(progress(sid, 'ringing', 1))),
  );
  rec.clock.pass(100);
  return ended.length;
}

describe('the tiers', () => {
  test.each([
    ['refuses the credentials (20003)', { revoked: true }, 61],
    ['gets too many requests (20429)', { tooMany: 1, retryAfter: 1 }, 61],
  ])('leave Twilio alone once it %s, say so, and go on after the pause', async (_what, faults, pauseSeconds) => {
    const overdue = await storeOverdueCalls();
    const pause = openPause(rec.parts);
    const handle = reconcile(rec.parts, pause);
    await rec.simulator.setFaults(faults);
    await expect(handle({ tier: 'hot' })).rejects.toThrow(/TWILIO_AUTH_TOKEN|20429/);
    const { rows } = await db.pool.query(`select last_error from sync_state where job_name = 'reconcile_hot'`);
    expect(rows).toEqual([{ last_error: expect.stringMatching(/code 20003.*TWILIO_AUTH_TOKEN|code 20429/) }]);
    expect(pause.state()).toMatchObject({ until: expect.any(Date), error: expect.stringMatching(/20003|20429/) });
    const requests = asked();
    rec.clock.pass(30);
    await handle({ tier: 'hot' });
    await handle({ tier: 'warm' });
    const { rows: calls } = await db.pool.query<{ call_sid: string }>('select call_sid from calls');
    for (const { call_sid: callSid } of calls) await handle({ tier: 'due', callSid });
    expect(asked()).toBe(requests);
    await rec.simulator.setFaults({});
    rec.clock.pass(pauseSeconds);
    await handle({ tier: 'hot' });
    expect(pause.state()).toBeUndefined();
    expect(await countCalls()).toBe(overdue);
  });
});

describe('an account that is closed in the middle of a scan', () => {
  test('fails the run with the remedy, keeps what was imported, and the next run completes it', async () => {
    rec.rest.alter = (path, body) => (path.includes(`StartTime=${nameOf(SECOND)}`) ? 401 : body);
    const request = () =>
      requestSync(unscoped(db), { kind: 'cold', since: FIRST, until: new Date(SECOND.getTime() + DAY_MS - 1) });
    const { id } = await request();
    const pause = openPause(rec.parts);
    await runSyncs(rec.parts, pause);
    expect(await findSyncRun(unscoped(db), id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('TWILIO_AUTH_TOKEN'),
      progress: { day: nameOf(SECOND), daysDone: 1 },
    });
    expect(pause.state()).toBeDefined();
    const imported = await countCalls();
    expect(imported).toBeGreaterThan(0);
    rec.rest.alter = (_path, body) => body;
    const again = await request();
    await runSyncs(rec.parts, pause);
    expect(await findSyncRun(unscoped(db), again.id)).toMatchObject({ state: 'completed', error: null });
    expect(await countCalls()).toBeGreaterThan(imported);
  });
});

describe('the daily scan', () => {
  test('that failed because Twilio was not there yet is requested again by the next ticks', async () => {
    const handle = reconcile(rec.parts);
    const states = async () => (await db.pool.query('select state from sync_runs order by id')).rows;
    rec.rest.alter = () => 503;
    await handle({ tier: 'cold' });
    await runSyncs(rec.parts);
    expect(await states()).toEqual([{ state: 'failed' }]);
    const later = reconcile({ ...rec.parts, clock: { ...rec.clock, realMs: (ms) => ms } });
    await later({ tier: 'cold' });
    expect(await states()).toHaveLength(1); // not within a minute
    await db.pool.query(`update sync_runs set finished_at = finished_at - interval '61 seconds'`);
    rec.rest.alter = (_path, body) => body;
    await later({ tier: 'cold' });
    await runSyncs(rec.parts);
    expect(await states()).toEqual([{ state: 'failed' }, { state: 'completed' }]);
  });
});
