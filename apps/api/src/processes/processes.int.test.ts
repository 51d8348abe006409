import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openDatabase } from '@trunkline/db/connection';
import { deleteOldProcesses, endHeartbeat, saveHeartbeat, saveHeartbeatOfWorker } from '@trunkline/db/processes';
import type { Heartbeat } from '@trunkline/service';
import { APP_NAMES } from '@trunkline/telephony/processes';
import { openEventClient } from '../../../../test/support/api/event-client.ts';
import { asApiRole, asLoginOf } from '../../../../test/support/db/as-login.ts';
import { createPerson } from '../../../../test/support/db/people.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
beforeAll(async () => (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(() => api.db.pool.query('truncate processes, queue_pauses'));

const beatOf = (app: string, more: Partial<Heartbeat> = {}): Heartbeat => ({
  id: crypto.randomUUID(),
  app,
  host: 'a-host',
  pid: 42,
  version: '0.1.0',
  commit: null,
  startedAt: new Date(),
  state: 'ok',
  report: { service: app },
  failingLoops: [],
  dependencies: {},
  figures: { jobs_done: 1 },
  ...more,
});
const list = async (query = '') => (await api.send(`/api/processes${query}`)).body['data'] as Body[];
const age = (app: string, seconds: number) =>
  api.db.pool.query(`update processes set heartbeat_at = heartbeat_at - make_interval(secs => $2) where app = $1`, [
    app,
    seconds,
  ]);
const startAll = async () => {
  for (const app of APP_NAMES) await saveHeartbeat(api.db.pool, beatOf(app));
};

test('each app writes its row with its own login, and may write nothing else of it', async () => {
  for (const app of APP_NAMES) {
    const url = process.env['DATABASE_URL']!;
    await using own = openDatabase(app === 'api' ? asApiRole(url) : asLoginOf(app, url), 'test', { maxConnections: 1 });
    const save = app === 'ingest' || app === 'api' ? saveHeartbeat : saveHeartbeatOfWorker;
    const beat = beatOf(app);
    await save(own.pool, beat);
    await save(own.pool, { ...beat, state: 'degraded' });
    await expect(own.pool.query(`update processes set app = 'another'`)).rejects.toThrow('permission denied');
    await endHeartbeat(own.pool, beat.id);
  }
  expect((await list()).map(({ app, state }) => [app, state])).toEqual(
    APP_NAMES.toSorted().map((app) => [app, 'ended']),
  );
});

test('a worker learns which queues are paused by its heartbeat', async () => {
  const beat = beatOf('worker-status');
  expect(await saveHeartbeatOfWorker(api.db.pool, beat)).toEqual(new Set());
  await api.db.pool.query(
    `insert into queue_pauses (queue, reason, paused_by) values ('callbacks', 'why', 'operator')`,
  );
  expect(await saveHeartbeatOfWorker(api.db.pool, beat)).toEqual(new Set(['callbacks']));
});

test('processes are listed with version and figures, by app and state, page by page', async () => {
  await startAll();
  await age('worker-notify', 30);
  expect(await list('?state=silent')).toEqual([
    expect.objectContaining({ app: 'worker-notify', version: '0.1.0', figures: { jobs_done: 1 } }),
  ]);
  expect((await list('?app=ingest,api')).map(({ app }) => app)).toEqual(['api', 'ingest']);
  const { body } = await api.send('/api/processes?limit=5');
  const { next_cursor: cursor } = body['page'] as { next_cursor: string };
  expect(await list(`?limit=5&cursor=${cursor}`)).toHaveLength(APP_NAMES.length - 5);
  expect((await api.send('/api/processes?app=no-such-app')).status).toBe(400);
});

test('the health of all says in one answer what is wrong, what it means and what to do', async () => {
  await startAll();
  const { body } = await api.send('/api/health');
  expect(body).toMatchObject({ state: 'ok', problems: [] });
  const dependencies = body['dependencies'] as Body[];
  expect(dependencies.map(({ name, state }) => [name, state])).toEqual([
    ['postgres', 'up'],
    ['queue', 'up'],
    ['store', 'up'],
    ['twilio', 'unknown'],
    ['models', 'unknown'],
  ]);
  expect(dependencies[1]).toMatchObject({ latency_ms: expect.any(Number), checked_at: expect.any(String) });
  await age('ingest', 30);
  const { body: later } = await api.send('/api/health');
  expect(later).toMatchObject({
    state: 'down',
    problems: [
      { subject: 'app:ingest', severity: 'bad', remedy: expect.any(String), runbook: expect.stringMatching(/^docs/) },
    ],
  });
});

test('readers and clients see no processes, queues, figures or rejected requests', async () => {
  for (const role of ['reader', 'client'] as const) {
    const { headers } = await createPerson(api.db, role);
    for (const path of [
      '/api/processes',
      '/api/health',
      '/api/queues',
      '/api/metrics/series',
      '/api/operations-summary',
      '/api/rejected-requests',
    ])
      expect([role, path, (await api.send(path, { headers })).status]).toEqual([role, path, 403]);
  }
});

test('a change of health is sent once, and to a client that comes later', async () => {
  await startAll();
  using client = await openEventClient(`${api.url}/events/calls?events=health.*`);
  const changes = (of: typeof client) => of.frames.filter(({ name }) => name === 'health.changed');
  await eventually(() => expect(changes(client)).toHaveLength(1));
  await age('worker-dialer', 30);
  await eventually(() => expect(changes(client)).toHaveLength(2));
  expect(changes(client)[1]!.data).toMatchObject({ state: 'down', problems: [{ subject: 'app:worker-dialer' }] });
  using later = await openEventClient(`${api.url}/events/calls?events=health.*`);
  await eventually(() => expect(changes(later)).toHaveLength(1));
});

test('rows of processes that are gone are deleted, and never more than 500 are kept', async () => {
  const [ended, silent, alive] = [beatOf('ingest'), beatOf('ingest'), beatOf('ingest')];
  for (const beat of [ended, silent, alive]) await saveHeartbeat(api.db.pool, beat);
  await api.db.pool.query(`update processes set ended_at = now() - interval '2 hours' where id = $1`, [ended.id]);
  await api.db.pool.query(`update processes set heartbeat_at = now() - interval '25 hours' where id = $1`, [silent.id]);
  expect(await deleteOldProcesses(api.db.pool)).toBe(2);
  await api.db.pool.query(`
    insert into processes select gen_random_uuid(), app, host, pid, version, commit_sha, health, report, failing_loops, dependencies,
      figures, started_at, heartbeat_at - interval '1 minute', ended_at from processes, generate_series(1, 600)`);
  expect(await deleteOldProcesses(api.db.pool)).toBe(101);
  expect((await api.db.pool.query('select from processes where id = $1', [alive.id])).rowCount).toBe(1);
});
