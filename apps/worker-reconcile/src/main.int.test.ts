import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { unscoped, type Database } from '@trunkline/db/connection';
import { findSyncRun, requestSync } from '@trunkline/db/reconciliation';
import { openClock } from '@trunkline/service';
import { callbackToStore, callSid, progress } from '../../../test/support/twilio/callbacks.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { emptyTables, openTestDatabase } from '../../../test/support/db/inbox.ts';
import { startApp, type AppProcess } from '../../../test/support/processes/processes.ts';
import { startReconciling, type Reconciling } from '../../../test/support/db/reconciling.ts';
import { startRedis } from '../../../test/support/queue/redis.ts';
import { storeAndApply } from '../../../test/support/db/store-and-apply.ts';

const DAY_MS = 86_400_000;
const daysAgo = (days: number): Date => new Date((Math.floor(Date.now() / DAY_MS) - days) * DAY_MS);
const nameOf = (day: Date): string => day.toISOString().slice(0, 10);

let db: Database;
let rec: Reconciling;
beforeAll(async () => {
  db = openTestDatabase();
  rec = await startReconciling(db);
  for (const days of [2, 1])
    await rec.simulator.addPast({ day: nameOf(daysAgo(days)), calls: 20, recordings: 0.3, seed: days });
});
afterAll(async () => {
  await rec?.[Symbol.asyncDispose]();
  await db[Symbol.asyncDispose]();
});
beforeEach(() => emptyTables(db));

const start = (env: Record<string, string> = {}): Promise<AppProcess> =>
  startApp('worker-reconcile', { env: { ...rec.env, LOG_LEVEL: 'warn', ...env } });
/** A minute of calls is a second. */
const fastClock = () => ({ CLOCK_START: new Date().toISOString(), CLOCK_SPEED: '60' });
const ticksSince = async (at: Date): Promise<void> => {
  const sql = `select from sync_state where job_name = 'reconcile_hot' and last_success_at > $1`;
  await eventually(async () => expect((await db.pool.query(sql, [at])).rowCount).toBe(1), { timeoutMs: 20_000 });
};

test('a process that gets SIGTERM in the middle of a scan ends cleanly, and another one resumes the scan', async () => {
  const held = Promise.withResolvers<void>();
  rec.rest.alter = async (path, body) => {
    if (path.includes('/Calls.json') && path.includes(nameOf(daysAgo(1)))) await held.promise;
    return body;
  };
  const { id } = await requestSync(unscoped(db), {
    kind: 'sync',
    since: daysAgo(2),
    until: new Date(daysAgo(0).getTime() - 1),
  });
  await using first = await start();
  const secondDay = { state: 'running', progress: { day: nameOf(daysAgo(1)) } };
  await eventually(async () => expect(await findSyncRun(unscoped(db), id)).toMatchObject(secondDay), {
    timeoutMs: 20_000,
  });
  await first.kill('SIGTERM');
  expect(first.exitCode).toBe(0); // it would be 1 if something had to be left behind
  expect(await findSyncRun(unscoped(db), id)).toMatchObject({ ...secondDay, error: null });
  held.resolve();
  rec.rest.alter = (_path, body) => body;
  await db.pool.query(`update sync_runs set heartbeat_at = now() - interval '61 seconds'`);
  await using _second = await start();
  const listed = (await rec.simulator.truth()).filter(({ start_time: at }) => at !== null).length;
  await eventually(
    async () =>
      expect(await findSyncRun(unscoped(db), id)).toMatchObject({ state: 'completed', synced: listed, total: listed }),
    { timeoutMs: 20_000 },
  );
});

test('a process that gets SIGTERM while Twilio is silent and Redis is frozen ends cleanly', async () => {
  await using redis = await startRedis();
  await storeAndApply(db, [callbackToStore(progress(callSid(1), 'ringing', 1))]);
  const asked = Promise.withResolvers<void>();
  rec.rest.alter = async (path, body) => {
    if (path.includes(callSid(1))) await new Promise(() => asked.resolve());
    return body;
  };
  await using app = await start({ REDIS_URL: redis.url, ...fastClock() });
  await asked.promise;
  redis.signal('SIGSTOP');
  await app.kill('SIGTERM');
  expect(app.exitCode).toBe(0);
  redis.signal('SIGCONT');
});

test('a process whose connections to Postgres are all cut in the middle of a tick goes on ticking', async () => {
  await storeAndApply(db, [callbackToStore(progress(callSid(1), 'ringing', 1))]);
  const [asked, held] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  rec.rest.alter = async (path, body) => {
    if (!path.includes(callSid(1))) return body;
    asked.resolve();
    await held.promise;
    return body;
  };
  const clock = fastClock();
  await using app = await start(clock);
  await asked.promise;
  const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'trunkline worker-reconcile'`;
  expect((await db.pool.query(cut)).rowCount).toBeGreaterThan(1); // the tick's lock, and the listener
  held.resolve();
  await ticksSince(openClock({ ...clock, CLOCK_SPEED: 60 }).now());
  expect(app.isRunning).toBe(true);
});
