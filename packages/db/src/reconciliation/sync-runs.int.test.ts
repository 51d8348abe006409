import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { emptyTables, openTestDatabase } from '../../../../test/support/db/inbox.ts';
import {
  cancelSyncRun,
  claimSyncRun,
  findSyncRun,
  finishSyncRun,
  keepSyncRun,
  listSyncRuns,
  recordSyncProgress,
  requestSync,
  requestSyncOnce,
  type SyncProgress,
} from './sync-runs.ts';
import { unscoped } from '../connection/with-actor.ts';

const db = openTestDatabase();
afterAll(async () => db[Symbol.asyncDispose]());
beforeEach(() => emptyTables(db));

const [SINCE, UNTIL] = [new Date('2026-02-10T00:00:00Z'), new Date('2026-02-12T12:00:00Z')];
const request = async () => (await requestSync(unscoped(db), { kind: 'sync', since: SINCE, until: UNTIL })).id;
const silence = () => db.pool.query(`update sync_runs set heartbeat_at = now() - interval '61 seconds'`);
const before = { calls: 1, recordings: 2, skipped: 3, total: 4 };
const progress: SyncProgress = {
  day: '2026-02-11',
  before,
  daysDone: 1,
  daysTotal: 3,
  calls: 10,
  recordings: 5,
  requests: 4,
  gaps: 0,
};
const counts = { synced: 7, skipped: 1, total: 8 };

describe('a requested run', () => {
  test('is claimed by one of many workers at once, and the next run by another', async () => {
    const ids = [await request(), await request()];
    const claimed = await Promise.all([1, 2, 3, 4].map(() => claimSyncRun(db.pool)));
    expect(claimed.flatMap((run) => run?.id ?? []).toSorted((a, b) => Number(a) - Number(b))).toEqual(ids);
    expect(await claimSyncRun(db.pool)).toBeUndefined();
  });

  test('is claimed with its progress once its worker is silent, and the silent worker must stop', async () => {
    await request();
    const lost = (await claimSyncRun(db.pool))!;
    await recordSyncProgress(db.pool, lost, progress, counts);
    expect(await claimSyncRun(db.pool)).toBeUndefined();
    await silence();
    const taken = (await claimSyncRun(db.pool))!;
    expect(taken).toMatchObject({ id: lost.id, state: 'running', progress, ...counts });
    expect(await recordSyncProgress(db.pool, lost, { ...progress, calls: 99 }, counts)).toEqual({ isCanceled: true });
    await keepSyncRun(db.pool, lost);
    await finishSyncRun(db.pool, lost, 'failed', 'I was frozen');
    expect(await findSyncRun(unscoped(db), lost.id)).toMatchObject({ state: 'running', error: null, progress });
    expect(await recordSyncProgress(db.pool, taken, progress, counts)).toEqual({ isCanceled: false });
    await finishSyncRun(db.pool, taken, 'completed');
    expect(await findSyncRun(unscoped(db), lost.id)).toMatchObject({ state: 'completed', ...counts });
  });

  test('stays with a live worker, however long that waits for Twilio', async () => {
    await request();
    const mine = (await claimSyncRun(db.pool))!;
    await silence();
    await keepSyncRun(db.pool, mine);
    expect(await claimSyncRun(db.pool)).toBeUndefined();
  });

  test('is canceled at once while it is queued, and never claimed', async () => {
    const id = await request();
    expect(await cancelSyncRun(unscoped(db), id)).toMatchObject({ state: 'canceled', finishedAt: expect.any(Date) });
    expect(await claimSyncRun(db.pool)).toBeUndefined();
    expect(await cancelSyncRun(unscoped(db), id)).toBeUndefined();
  });

  test('is canceled after its page while it runs, also by a worker that claims it later', async () => {
    const id = await request();
    const run = (await claimSyncRun(db.pool))!;
    expect(await recordSyncProgress(db.pool, run, progress, counts)).toEqual({ isCanceled: false });
    expect(await cancelSyncRun(unscoped(db), id)).toMatchObject({ state: 'running', cancelRequested: true });
    expect(await recordSyncProgress(db.pool, run, progress, counts)).toEqual({ isCanceled: true });
    await silence();
    const next = (await claimSyncRun(db.pool))!;
    expect(await recordSyncProgress(db.pool, next, progress, counts)).toEqual({ isCanceled: true });
    await finishSyncRun(db.pool, next, 'canceled');
    expect(await cancelSyncRun(unscoped(db), id)).toBeUndefined();
  });

  test('that was deleted stops its worker', async () => {
    await request();
    const run = (await claimSyncRun(db.pool))!;
    await db.pool.query('truncate sync_runs');
    expect(await recordSyncProgress(db.pool, run, progress, counts)).toEqual({ isCanceled: true });
  });
});

test('the last runs are listed newest first', async () => {
  const ids = await Promise.all(Array.from({ length: 12 }, request));
  const newest = ids.toSorted((a, b) => Number(b) - Number(a)).slice(0, 5);
  expect((await listSyncRuns(unscoped(db), 5)).map(({ id }) => id)).toEqual(newest);
});

describe('the scan of a day', () => {
  const once = (until: Date, reached = until) =>
    requestSyncOnce(db.pool, { kind: 'cold', since: SINCE, until }, reached);
  const states = async () => (await db.pool.query('select state from sync_runs order by id')).rows.map((r) => r.state);

  test('is requested once, whatever its state but failed', async () => {
    for (const state of ['queued', 'running', 'completed', 'canceled', 'failed']) {
      await once(UNTIL);
      expect(await states()).toHaveLength(1);
      await db.pool.query('update sync_runs set state = $1', [state]);
    }
    await once(UNTIL);
    expect(await states()).toEqual(['failed', 'queued']);
  });

  test('is requested when the last one does not reach so far; a manual scan does not count', async () => {
    await request();
    await once(new Date('2026-02-12T02:00:00Z'));
    await once(UNTIL, new Date('2026-02-12T03:00:00Z'));
    expect(await states()).toHaveLength(3);
  });
});
