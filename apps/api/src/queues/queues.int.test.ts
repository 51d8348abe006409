import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { callbacksQueue, chooseQueueBackend, openQueue, startWorker, type OpenQueue } from '@trunkline/queues';
import { createPerson } from '../../../../test/support/db/people.ts';
import { eventually } from '../../../../test/support/eventually.ts';
import { silentLog } from '../../../../test/support/silent-log.ts';
import { openEventClient } from '../../../../test/support/api/event-client.ts';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';

const { DATABASE_URL = '', REDIS_URL = '' } = process.env;

describe.each(['redis', 'postgres'] as const)('on %s', (kind) => {
  const backend = chooseQueueBackend(kind === 'redis' ? { REDIS_URL, DATABASE_URL } : { DATABASE_URL });
  let api: TestApi;
  let queue: OpenQueue<{ ids: string[] }>;
  beforeAll(async () => {
    api = await openTestApi({ REDIS_URL: kind === 'redis' ? REDIS_URL : '' });
    queue = openQueue(callbacksQueue, backend);
    await eventually(() => queue.depth());
    await eventually(async () => {
      if (!(await find('callbacks'))['available']) throw new Error('The board has not reached the queue');
    });
  });
  afterAll(async () => {
    await queue[Symbol.asyncDispose]();
    await api[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    await api.db.pool.query('truncate queue_pauses');
    const bull = backend.createQueue('callbacks');
    await bull.resume();
    await bull.obliterate({ force: true }).catch(() => {});
    await bull.pause();
    await bull.obliterate({ force: true });
    await bull.resume();
    await bull.close();
  });

  const find = async (name: string) =>
    ((await api.send('/api/queues')).body['data'] as Body[]).find((each) => each['name'] === name)!;
  const post = (path: string, json?: object, headers?: Record<string, string>) =>
    api.send(path, { method: 'POST', ...(json && { json }), ...(headers && { headers }) });
  const pause = (reason = 'the CRM is moved') => post('/api/queues/callbacks/pause', { reason });
  const add = (...ids: string[]) => queue.add(ids.map((id) => ({ jobId: `in-${id}-0`, data: { ids: [id] } })));

  function work() {
    const handled: string[] = [];
    const worker = startWorker(callbacksQueue, backend, async ({ ids }) => void handled.push(...ids), {
      concurrency: 1,
      onError: () => {},
      onGivenUp: async () => {},
      log: silentLog,
    });
    return { handled, worker };
  }

  test('while a queue is paused jobs are added and wait, and once it is resumed all are done', async () => {
    const { handled, worker } = work();
    await using _worker = worker;
    await add('1');
    await eventually(() => expect(handled).toEqual(['1']));
    const { status, body } = await pause();
    expect([status, body]).toEqual([200, expect.objectContaining({ paused: true, applied: true, backend: kind })]);
    await add('2', '3');
    await eventually(async () => expect(await find('callbacks')).toMatchObject({ waiting: 2, held: 2, paused: true }));
    const paused = await find('callbacks');
    expect(paused['oldest_waiting_seconds']).toEqual(expect.any(Number));
    expect(paused['pause']).toMatchObject({ reason: 'the CRM is moved', paused_by: 'operator' });
    expect(handled).toEqual(['1']);
    await post('/api/queues/callbacks/resume');
    await eventually(() => expect(handled.toSorted()).toEqual(['1', '2', '3']));
    expect(await find('callbacks')).toMatchObject({ paused: false, held: 0, pause: null });
  });

  test('a pause twice, a resume of what runs and an unknown queue are refused', async () => {
    await pause();
    expect((await pause()).status).toBe(409);
    await post('/api/queues/callbacks/resume');
    expect((await post('/api/queues/callbacks/resume')).status).toBe(409);
    expect((await post('/api/queues/no-such-queue/pause', { reason: 'x' })).status).toBe(404);
    expect((await post('/api/queues/callbacks/pause', {})).status).toBe(422);
  });

  test('a queue that was paused on the board is resumed as well', async () => {
    const bull = backend.createQueue('callbacks');
    await bull.pause();
    await bull.close();
    expect(await find('callbacks')).toMatchObject({ paused: true, pause: null });
    expect((await post('/api/queues/callbacks/resume')).body).toMatchObject({ paused: false, applied: true });
  });

  test('a worker that is held takes no jobs, although the queue’s server has forgotten the pause', async () => {
    const { handled, worker } = work();
    await using _worker = worker;
    await add('1');
    await eventually(() => expect(handled).toEqual(['1']));
    await worker.hold(true);
    await worker.hold(true);
    await add('2');
    await eventually(async () => expect(await find('callbacks')).toMatchObject({ waiting: 1, paused: false }));
    await worker.hold(false);
    await eventually(() => expect(handled).toEqual(['1', '2']));
    expect(worker.work()).toMatchObject({ done: 2, failed: 0 });
  });
});

describe('queues', () => {
  let api: TestApi;
  beforeAll(async () => (api = await openTestApi()));
  afterAll(async () => api[Symbol.asyncDispose]());

  test('are seen by staff, paused by a superadmin alone, and the audit has pause and resume', async () => {
    await api.db.pool.query('truncate queue_pauses');
    for (const role of ['monitor', 'admin'] as const) {
      const { headers } = await createPerson(api.db, role);
      expect((await api.send('/api/queues', { headers })).status).toBe(200);
      const refused = await api.send('/api/queues/notify/pause', { method: 'POST', headers, json: { reason: 'x' } });
      expect([role, refused.status]).toEqual([role, 403]);
    }
    const { headers, id } = await createPerson(api.db, 'superadmin');
    await api.send('/api/queues/notify/pause', { method: 'POST', headers, json: { reason: 'x' } });
    await api.send('/api/queues/notify/resume', { method: 'POST', headers });
    const { rows } = await api.db.pool.query(
      `select event, entity from audit_events where actor_id = $1 and result = 'ok' order by id`,
      [id],
    );
    expect(rows).toEqual([
      { event: 'queue.paused', entity: 'queue:notify' },
      { event: 'queue.resumed', entity: 'queue:notify' },
    ]);
  });

  test('are in the stream, each with its numbers, which are sent when they change', async () => {
    using client = await openEventClient(`${api.url}/events/calls?events=queue.stats`);
    const frames = () => client.frames.filter(({ name }) => name === 'queue.stats');
    await eventually(() => expect(frames()).not.toEqual([]));
    await api.send('/api/queues/transcription/pause', { method: 'POST', json: { reason: 'x' } });
    await eventually(() => {
      const { queues } = frames().at(-1)!.data as { queues: Body[] };
      expect(queues.find(({ name }) => name === 'transcription')).toMatchObject({ paused: true });
    });
    await api.send('/api/queues/transcription/resume', { method: 'POST' });
  });
});
