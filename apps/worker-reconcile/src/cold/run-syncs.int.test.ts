import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { unscoped } from '@trunkline/db/connection';
import { cancelSyncRun, findSyncRun, requestSync, type SyncRun } from '@trunkline/db/reconciliation';
import { callbackToStore, progress } from '../../../../test/support/twilio/callbacks.ts';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { startReconciling, type Reconciling } from '../../../../test/support/db/reconciling.ts';
import { storeAndApply } from '../../../../test/support/db/store-and-apply.ts';
import { reconcile } from '../reconcile.ts';
import { failUnconfiguredSyncs, runSyncs } from './run-syncs.ts';

const DAY_MS = 86_400_000;
const today = new Date().toISOString().slice(0, 10);
const daysAgo = (days: number): Date => new Date(Date.parse(today) - days * DAY_MS);
const nameOf = (day: Date): string => day.toISOString().slice(0, 10);
const [SINCE, UNTIL] = [daysAgo(2), new Date(daysAgo(0).getTime() - 1)];
const NEVER_SEC = 100 * 86_400;

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());
const db = opened.use(openTestDatabase(10));
let rec: Reconciling;
/** The calls of Twilio's lists: a call without a start is in none. */
let listed: Awaited<ReturnType<Reconciling['simulator']['truth']>>;
beforeAll(async () => {
  rec = opened.use(await startReconciling(db));
  await rec.simulator.addPast({ day: nameOf(daysAgo(2)), calls: 180, recordings: 0.5, seed: 1 });
  await rec.simulator.addPast({ day: nameOf(daysAgo(1)), calls: 120, recordings: 0.5, seed: 2 });
  listed = (await rec.simulator.truth()).filter(({ start_time: start }) => start !== null);
});
beforeEach(async () => {
  await rec.reset();
  await rec.settings({ priceDelay: 0 });
});

const request = (kind: 'cold' | 'sync' = 'cold', since = SINCE, until = UNTIL) =>
  requestSync(unscoped(db), { kind, since, until });
async function scan(parts = rec.parts, kind: 'cold' | 'sync' = 'cold'): Promise<SyncRun> {
  const { id } = await request(kind);
  await runSyncs(parts);
  return (await findSyncRun(unscoped(db), id))!;
}
const calls = async () => (await db.pool.query('select *, price::text from calls')).rows;
const rowsOf = async (sql: string) => (await db.pool.query(sql)).rows;
const countOf = async (from: string): Promise<number> => (await rowsOf(`select count(*)::int as n from ${from}`))[0].n;
const changeCalls = (change: (call: Record<string, unknown>, n: number) => object) => (path: string, body: string) => {
  if (!/\/Calls\.json/.test(path)) return body;
  const page = JSON.parse(body) as { calls: Record<string, unknown>[] };
  return JSON.stringify({ ...page, calls: page.calls.map((call, n) => ({ ...call, ...change(call, n) })) });
};

describe('a scan of two days', () => {
  test('imports every unknown call, as Twilio has it, and records that the callback of its end is missing', async () => {
    const run = await scan();
    expect(run).toMatchObject({
      state: 'completed',
      synced: listed.length,
      skipped: 0,
      total: listed.length,
      progress: { day: null, daysDone: 2, daysTotal: 2, calls: listed.length, requests: 4 },
    });
    const known = new Map((await calls()).map((call) => [call.call_sid, call]));
    const wrong = listed.filter(({ sid, status, duration, price, parent_call_sid: parent }) => {
      const call = known.get(sid);
      return (
        call?.status !== status ||
        (call.duration_sec ?? null) !== (duration === null ? null : Number(duration)) ||
        Number(call.price) !== Number(price) ||
        call.parent_call_sid !== parent
      );
    });
    expect(wrong).toEqual([]);
    expect(known.size).toBe(listed.length);
    expect(await rowsOf('select distinct source from call_events')).toEqual([{ source: 'reconcile_cold' }]);
    expect(await countOf(`callback_gaps where missing = 'completed' and class = 'unknown'`)).toBe(listed.length);
    const recordings = listed.flatMap((call) => call.recordings);
    expect(recordings.length).toBeGreaterThan(20);
    expect(await countOf('call_recordings')).toBe(recordings.length);
    expect(await countOf('callback_gaps where recording_sid is not null')).toBe(recordings.length);
    expect(await rowsOf(`select cursor ->> 'last_updated_at' as at from sync_state`)).toEqual([
      { at: UNTIL.toISOString() },
    ]);
  });

  test('fills the prices that appeared since the last one, and then finds nothing new', async () => {
    await rec.settings({ priceDelay: NEVER_SEC });
    expect(await scan()).toMatchObject({ synced: listed.length });
    expect(await countOf('calls where price is not null')).toBe(0);
    await rec.settings({ priceDelay: 0 });
    const priced = listed.filter(({ status }) => status === 'completed').length;
    expect(await scan()).toMatchObject({ synced: priced, total: listed.length });
    expect(await countOf('calls where price is not null')).toBe(priced);
    const before = await countOf('twilio_webhook_inbox');
    expect(await scan()).toMatchObject({ synced: 0, skipped: 0, total: listed.length });
    expect(await countOf('twilio_webhook_inbox')).toBe(before);
  });

  test('counts nothing twice that an earlier one recorded and that is not applied yet', async () => {
    const unavailable = { ...rec.parts, callbacks: { add: () => Promise.reject(new Error('unavailable')) } };
    expect(await scan(unavailable)).toMatchObject({ synced: listed.length });
    expect(await countOf('calls')).toBe(0);
    expect(await scan(unavailable)).toMatchObject({ synced: 0, total: listed.length });
    expect(await countOf(`callback_gaps where missing = 'completed'`)).toBe(listed.length);
  });

  test('skips calls that a sync filter matches, with their recordings, and counts them', async () => {
    const { call_sid: recorded } = { call_sid: listed.find((call) => call.recordings.length > 0)!.sid };
    rec.rest.alter = changeCalls((call, n) => {
      if (call['sid'] === recorded) return { from: 'sip:a@example.com', to: 'sip:b@example.com' };
      return n === 0 ? { from: 'client:anna', to: '' } : {};
    });
    const run = await scan();
    expect(run).toMatchObject({ state: 'completed', total: listed.length });
    expect(run.skipped).toBeGreaterThanOrEqual(2);
    expect(run.synced + run.skipped).toBe(run.total);
    expect(await countOf('calls')).toBe(run.synced);
    expect(await rowsOf(`select from calls where call_sid = '${recorded}'`)).toEqual([]);
    expect(await rowsOf(`select from call_recordings where call_sid = '${recorded}'`)).toEqual([]);
  });

  test('never skips a call that a callback named', async () => {
    const { sid } = listed.find(({ status }) => status === 'completed')!;
    await storeAndApply(db, [callbackToStore(progress(sid, 'ringing', 1))]);
    rec.rest.alter = changeCalls(() => ({ from: 'sip:a@example.com', to: 'sip:b@example.com' }));
    expect(await scan()).toMatchObject({ synced: 1, skipped: listed.length - 1 });
    expect(await rowsOf('select call_sid, status from calls')).toEqual([{ call_sid: sid, status: 'completed' }]);
  });

  test('requested by a person imports only calls within its time, though Twilio lists whole days', async () => {
    const noon = new Date(daysAgo(1).getTime() + DAY_MS / 2);
    await request('sync', noon, new Date(noon.getTime() + 3_600_000));
    await runSyncs(rec.parts);
    const within = listed.filter(({ start_time: start }) => {
      const at = Date.parse(start!) - noon.getTime();
      return at >= 0 && at <= 3_600_000;
    });
    expect(within.length).toBeGreaterThan(0);
    expect(new Set((await calls()).map((call) => call.call_sid))).toEqual(new Set(within.map(({ sid }) => sid)));
    expect(await rowsOf('select distinct source from call_events')).toEqual([{ source: 'sync' }]);
    expect(await countOf('sync_state')).toBe(0);
  });

  test('skips a call of unknown status, and an invalid number fails no other call', async () => {
    rec.rest.alter = changeCalls((_call, n) => [{ status: 'on-hold' }, { from: '+1508514\u0000\ud83d' }][n] ?? {});
    expect(await scan()).toMatchObject({ state: 'completed', total: listed.length });
    expect(await countOf('calls')).toBeGreaterThanOrEqual(listed.length - 4);
    expect(await countOf(`twilio_webhook_inbox where processing_status <> 'completed'`)).toBe(0);
  });
});

describe('a row that cannot be read', () => {
  /** Adds rows to the first page of a list of a day. */
  const addRows = (list: 'calls' | 'recordings', bad: (good: Record<string, unknown>) => unknown[]) => {
    let isDone = false;
    rec.rest.alter = (path, body) => {
      const page = JSON.parse(body) as Record<string, Record<string, unknown>[]>;
      const rows = page[list];
      if (isDone || !rows?.[0] || !path.toLowerCase().includes(`/${list}.json`)) return body;
      isDone = true;
      return JSON.stringify({ ...page, [list]: [...bad(rows[0]), ...rows] });
    };
  };
  const SID = `RE${'0123456789abcdef'.repeat(2)}`;
  const CALL = `CA${'0123456789abcdef'.repeat(2)}`;

  test('of the recordings is counted, named and skipped; the others are entered, and the scan completes', async () => {
    addRows('recordings', (good) => [{ ...good, sid: SID, channels: '' }]);
    const fault = expect.stringMatching(/^channels: /);
    expect(await scan()).toMatchObject({
      state: 'completed',
      error: null,
      synced: listed.length,
      progress: { unreadable: { count: 1, rows: [{ list: 'recordings', sid: SID, fault }] } },
    });
    expect(await countOf('call_recordings')).toBe(listed.flatMap((call) => call.recordings).length);
    expect(await countOf(`call_recordings where recording_sid = '${SID}'`)).toBe(0);
  });

  test('in the list of calls is skipped too, with each kind of fault', async () => {
    addRows('calls', (good) => [
      null,
      'CA',
      { ...good, sid: undefined },
      { ...good, sid: 17 },
      { ...good, sid: CALL, status: null },
      { ...good, sid: CALL, status: 'on-hold' },
      { ...good, sid: CALL, end_time: 'yesterday' },
      { ...good, sid: CALL, from: ['+16175550100'] },
    ]);
    const run = await scan();
    expect(run).toMatchObject({ state: 'completed', synced: listed.length, progress: { unreadable: { count: 8 } } });
    expect(JSON.stringify(run.progress)).not.toMatch(/\+1617/);
    expect(await countOf('calls')).toBe(listed.length);
  });

  test('a price in exponent form is the number that it says', async () => {
    rec.rest.alter = changeCalls(() => ({ price: '-8.5E-3', price_unit: 'USD' }));
    expect(await scan()).toMatchObject({ state: 'completed', synced: listed.length });
    expect(await rowsOf('select distinct price::float8 as price from calls')).toEqual([{ price: -0.0085 }]);
    expect(await scan()).toMatchObject({ synced: 0 });
  });
});

describe('a call that agrees with Twilio', () => {
  test('is frozen once it no longer changes, and left out from then on', async () => {
    await rec.settings({ priceDelay: NEVER_SEC });
    await scan();
    await scan();
    expect(await countOf(`calls where sync_state = 'frozen'`)).toBe(0);
    rec.clock.pass(3 * 86_400);
    await scan();
    expect(await countOf(`calls where sync_state = 'frozen' and reconciled_at is not null`)).toBe(listed.length);
    await rec.settings({ priceDelay: 0 });
    expect(await scan()).toMatchObject({ synced: 0, total: listed.length });
    expect(await countOf('calls where price is not null')).toBe(0);
  });

  test('and is frozen still gets callbacks that arrive', async () => {
    await scan();
    rec.clock.pass(4 * 86_400);
    await scan();
    const { sid } = listed.find(({ status }) => status === 'completed')!;
    await storeAndApply(db, [
      callbackToStore(progress(sid, 'completed', 3)),
      callbackToStore(
        { CallSid: sid, RecordingSid: 'RE9', RecordingStatus: 'completed' },
        { callbackKind: 'recording-complete' },
      ),
    ]);
    expect(
      await rowsOf(`select status, recording_sid, sync_state, version from calls where call_sid = '${sid}'`),
    ).toEqual([
      { status: 'completed', recording_sid: expect.any(String), sync_state: 'frozen', version: expect.any(Number) },
    ]);
    expect(
      await rowsOf(`select verdict from call_events where call_sid = '${sid}' and source = 'webhook' order by id`),
    ).toEqual([{ verdict: 'late' }, { verdict: 'applied' }]);
  });
});

describe('a run', () => {
  /** Does something once, when the calls of this day are requested. */
  const onceAskedFor = (day: Date, what: () => unknown) => {
    let isDone = false;
    rec.rest.alter = async (path, body) => {
      if (!isDone && path.includes('/Calls.json') && path.includes(nameOf(day))) {
        isDone = true;
        await what();
      }
      return body;
    };
  };

  test('that is cancelled ends after the current page, and keeps its progress', async () => {
    const { id } = await request();
    onceAskedFor(daysAgo(2), () => cancelSyncRun(unscoped(db), id));
    await runSyncs(rec.parts);
    const run = (await findSyncRun(unscoped(db), id))!;
    expect(run).toMatchObject({ state: 'canceled', error: null, progress: { day: nameOf(daysAgo(2)), daysDone: 0 } });
    expect(await countOf('calls')).toBe(run.synced);
    expect(run.synced).toBeLessThan(listed.length);
  });

  test('whose worker ended resumes its day in another one, and counts nothing twice', async () => {
    const { id } = await request();
    const ending = new AbortController();
    onceAskedFor(daysAgo(1), () => ending.abort(new Error('The process ends')));
    await runSyncs({ ...rec.parts, signal: ending.signal });
    const broken = (await findSyncRun(unscoped(db), id))!;
    expect(broken).toMatchObject({ state: 'running', progress: { day: nameOf(daysAgo(1)), daysDone: 1 } });
    await runSyncs(rec.parts);
    expect(await findSyncRun(unscoped(db), id)).toMatchObject({ state: 'running' }); // its worker may live
    await db.pool.query(`update sync_runs set heartbeat_at = now() - interval '61 seconds'`);
    await runSyncs(rec.parts);
    expect(await findSyncRun(unscoped(db), id)).toMatchObject({
      state: 'completed',
      synced: listed.length,
      skipped: 0,
      total: listed.length,
      progress: { daysDone: 2, calls: listed.length },
    });
    expect(await countOf('calls')).toBe(listed.length);
  });

  test('that is interrupted within a day counts that day once', async () => {
    const { id } = await request();
    const ending = new AbortController();
    rec.rest.alter = (path, body) => {
      if (path.includes('/Recordings.json') && path.includes(nameOf(daysAgo(1))))
        ending.abort(new Error('The process ends'));
      return body;
    };
    await runSyncs({ ...rec.parts, signal: ending.signal });
    rec.rest.alter = (_path, body) => body;
    await db.pool.query(`update sync_runs set heartbeat_at = now() - interval '61 seconds'`);
    await runSyncs(rec.parts);
    expect(await findSyncRun(unscoped(db), id)).toMatchObject({
      state: 'completed',
      synced: listed.length,
      total: listed.length,
      progress: { calls: listed.length },
    });
  });

  test('that another worker took over is not changed by the first one', async () => {
    const { id } = await request();
    onceAskedFor(daysAgo(1), async () => {
      await db.pool.query(`update sync_runs set heartbeat_at = now() - interval '61 seconds'`);
      await runSyncs({ ...rec.parts });
    });
    await runSyncs(rec.parts);
    expect(await findSyncRun(unscoped(db), id)).toMatchObject({
      state: 'completed',
      synced: listed.length,
      total: listed.length,
    });
  });

  test('is done by one worker, and two runs by two', async () => {
    const ids = [(await request()).id, (await request()).id];
    await Promise.all([runSyncs(rec.parts), runSyncs(rec.parts)]);
    const runs = await Promise.all(ids.map((id) => findSyncRun(unscoped(db), id)));
    expect(runs.map((run) => run!.state)).toEqual(['completed', 'completed']);
    expect(runs.map((run) => run!.synced).reduce((a, b) => a + b)).toBe(listed.length);
    expect(await countOf('calls')).toBe(listed.length);
  });

  test('that fails says why and what to do, and the next one runs', async () => {
    await rec.simulator.setFaults({ revoked: true });
    expect(await scan()).toMatchObject({ state: 'failed', error: expect.stringContaining('TWILIO_AUTH_TOKEN') });
    expect(await rowsOf('select job_name, last_error from sync_state')).toEqual([
      { job_name: 'reconcile_cold', last_error: expect.stringContaining('TWILIO_AUTH_TOKEN') },
    ]);
    await rec.simulator.setFaults({});
    expect(await scan()).toMatchObject({ state: 'completed', error: null });
  });

  test('without a Twilio account fails with the remedy', async () => {
    const { id } = await request();
    await failUnconfiguredSyncs(db)();
    expect(await findSyncRun(unscoped(db), id)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('TWILIO_ACCOUNT_SID'),
    });
  });
});

describe('the daily scan', () => {
  const tick = () => reconcile(rec.parts)({ tier: 'cold' });
  const runs = () => rowsOf('select since, until from sync_runs order by id');

  test('is requested once a day after three o’clock, however many processes tick, over today and the two days before', async () => {
    rec.clock.set(new Date('2026-02-12T03:00:10Z'));
    await Promise.all([tick(), tick(), tick(), tick()]);
    await tick();
    rec.clock.set(new Date('2026-02-13T02:59:00Z'));
    await tick();
    expect(await runs()).toEqual([{ since: new Date('2026-02-10T00:00:00Z'), until: expect.any(Date) }]);
    rec.clock.set(new Date('2026-02-13T03:00:10Z'));
    await tick();
    expect((await runs()).map(({ since }) => since)).toEqual([
      new Date('2026-02-10T00:00:00Z'),
      new Date('2026-02-11T00:00:00Z'),
    ]);
  });

  test('is late, not lost, when no process ran at three', async () => {
    rec.clock.set(new Date('2026-02-12T22:00:00Z'));
    await tick();
    expect(await runs()).toMatchObject([{ since: new Date('2026-02-10T00:00:00Z') }]);
  });
});
