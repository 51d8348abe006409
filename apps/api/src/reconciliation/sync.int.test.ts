import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '@trunkline/db/connection';
import {
  claimSyncRun,
  finishSyncRun,
  recordSyncProgress,
  type ClaimedSyncRun,
  type SyncCounts,
} from '@trunkline/db/reconciliation';
import { openHttpServer } from '@trunkline/service';
import express, { type RequestHandler } from 'express';
import type { AddressInfo } from 'node:net';
import { eventually } from '../../../../test/support/eventually.ts';
import { silentLog } from '../../../../test/support/silent-log.ts';
import { answerProblems } from '../http/answer-problems.ts';
import { setIdentity } from '../http/principal.ts';
import { serveRoute } from '../http/serve-route.ts';
import { principalBySettings } from '../identity/verify-credential.ts';
import { syncRoutes } from './sync.ts';

const NOW = new Date('2026-02-12T12:00:00Z');
const HOUR_MS = 3_600_000;
/** Longer than the worker of a test needs, or shorter than any scan. */
const [PATIENT, IMPATIENT] = [20_000, 0];

let db: Database;
const urls = new Map<number, string>();
const servers = new AsyncDisposableStack();
beforeAll(async () => {
  db = servers.use(openDatabase(process.env['DATABASE_URL']!, 'test of api'));
  const clock = { now: () => NOW, realMs: (ms: number) => ms, sleep: async () => {} };
  for (const patienceMs of [PATIENT, IMPATIENT]) {
    const app = express().use(operator);
    for (const route of syncRoutes({ clock, patienceMs })) app[route.method](route.path, ...serveRoute({ db }, route));
    app.use(answerProblems(silentLog));
    const server = servers.use(await openHttpServer(app, { HOST: '127.0.0.1', PORT: 0 }));
    urls.set(patienceMs, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }
});
afterAll(() => servers.disposeAsync());
beforeEach(() => db.pool.query('truncate sync_runs restart identity'));

const operator: RequestHandler = (_request, response, next) => {
  setIdentity(response, { principal: principalBySettings('operator', 'superadmin') });
  next();
};

async function send(path: string, method = 'POST', patienceMs = PATIENT) {
  const response = await fetch(`${urls.get(patienceMs)}/api${path}`, { method });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, location: response.headers.get('location'), body };
}
const claim = (): Promise<ClaimedSyncRun> =>
  eventually(async () => {
    const run = await claimSyncRun(db.pool);
    if (!run) throw new Error('no scan was requested yet');
    return run;
  });
const progress = {
  day: '2026-02-11',
  before: { calls: 0, recordings: 0, skipped: 0, total: 0 },
  daysDone: 1,
  daysTotal: 4,
  calls: 239,
  recordings: 9,
  requests: 4,
  gaps: 1,
};
const report = (run: ClaimedSyncRun, counts: SyncCounts) => recordSyncProgress(db.pool, run, progress, counts);
const counts = { synced: 117, skipped: 35, total: 239 };

test.each([
  ['/sync/today', 72, 'Synced 117 new calls from last 3 days'],
  ['/sync/recent', 1, 'Synced 117 new calls from last hour'],
])(
  'POST %s scans the last %i hours by the clock of the calls, and answers like the call inbox',
  async (path, hours, message) => {
    const answering = send(path);
    const run = await claim();
    expect(run).toMatchObject({ kind: 'sync', since: new Date(NOW.getTime() - hours * HOUR_MS), until: NOW });
    await report(run, counts);
    await finishSyncRun(db.pool, run, 'completed');
    expect(await answering).toMatchObject({ status: 200, body: { success: true, message, ...counts } });
    expect((await answering).body).not.toHaveProperty('run');
  },
);

test('a scan that takes longer than a request continues as a run, whose progress can be read until its end', async () => {
  const { status, location, body } = await send('/sync/today', 'POST', IMPATIENT);
  expect({ status, location, body }).toMatchObject({
    status: 202,
    location: '/api/sync/runs/1',
    body: {
      success: true,
      message: 'The sync of the last 3 days is still running',
      synced: 0,
      run: { id: '1', state: 'queued' },
    },
  });
  const run = await claim();
  await report(run, counts);
  expect(await send('/sync/runs/1', 'GET')).toMatchObject({
    status: 200,
    body: {
      id: '1',
      state: 'running',
      progress: { day: '2026-02-11', daysDone: 1, daysTotal: 4 },
      ...counts,
      error: null,
    },
  });
  await finishSyncRun(db.pool, run, 'completed');
  expect((await send('/sync/runs/1', 'GET')).body).toMatchObject({
    state: 'completed',
    finished_at: expect.any(String),
  });
});

test('a scan that fails is a 502 with the remedy, and its run keeps the reason', async () => {
  const answering = send('/sync/recent');
  const remedy = 'Check TWILIO_AUTH_TOKEN and TWILIO_ACCOUNT_SID.';
  await finishSyncRun(db.pool, await claim(), 'failed', remedy);
  expect(await answering).toMatchObject({
    status: 502,
    body: { code: 'sync_failed', detail: remedy, run: '1' },
  });
  expect((await send('/sync/runs/1', 'GET')).body).toMatchObject({ state: 'failed', error: remedy });
});

test('a queued run is canceled at once, and a request that waits for it learns it', async () => {
  const answering = send('/sync/today');
  await eventually(async () => expect((await send('/sync/runs/1', 'GET')).status).toBe(200));
  expect(await send('/sync/runs/1/cancel')).toMatchObject({ status: 202, body: { state: 'canceled' } });
  expect(await answering).toMatchObject({ status: 409, body: { code: 'invalid_state_transition', run: '1' } });
});

test('a running run is canceled by its worker, and an ended one cannot be', async () => {
  await send('/sync/today', 'POST', IMPATIENT);
  const run = await claim();
  expect(await send('/sync/runs/1/cancel')).toMatchObject({
    status: 202,
    body: { state: 'running', cancel_requested: true },
  });
  expect(await report(run, counts)).toEqual({ isCanceled: true });
  await finishSyncRun(db.pool, run, 'canceled');
  expect(await send('/sync/runs/1/cancel')).toMatchObject({
    status: 409,
    body: { detail: 'The scan is already canceled.' },
  });
});

test.each(['2', '0', '-1', 'x', '1'.repeat(30), '1;drop'])('run %s is not known', async (id) => {
  expect((await send(`/sync/runs/${id}`, 'GET')).status).toBe(404);
  expect((await send(`/sync/runs/${id}/cancel`)).status).toBe(404);
});
