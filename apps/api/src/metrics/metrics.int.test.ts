import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { rollUpSamples, writeSample } from '@trunkline/db/metrics';
import { SERIES_NAMES, TILE_NAMES } from '@trunkline/telephony/metrics';
import { openTestApi, type Body, type TestApi } from '../../test/open-test-api.ts';

let api: TestApi;
beforeAll(async () => (api = await openTestApi()));
afterAll(async () => api[Symbol.asyncDispose]());
beforeEach(() => api.db.pool.query('truncate metric_samples, metric_rollups, processes'));

const fill = (days: number) =>
  api.db.pool.query(
    `insert into metric_samples (at, samples) select at, array_fill(1::real, array[${SERIES_NAMES.length}])
     from generate_series(now() - make_interval(days => $1), now() - interval '20 s', '10 s') at`,
    [days],
  );
const series = async (query: string) => api.send(`/api/metrics/series?${query}`);

test('the last hour of two series has a column of 60 points each', async () => {
  await fill(1);
  const { status, body } = await series('name=dead_letters,gaps_open');
  expect(status).toBe(200);
  const found = body['series'] as { name: string; unit: string; max: (number | null)[] }[];
  expect(found.map(({ name }) => name)).toEqual(['dead_letters', 'gaps_open']);
  expect(found[0]!.max.filter((value) => value === 1).length).toBeGreaterThanOrEqual(59);
  expect(found[0]!.max).toHaveLength((body['times'] as number[]).length);
});

test('a day at 10 s and a month at five minutes are answered', async () => {
  await fill(1);
  const from = (days: number) => new Date(Date.now() - days * 86_400_000 + 5000).toISOString();
  const day = await series(`name=ack_p99_ms&from=${from(1)}&step=10`);
  expect((day.body['times'] as number[]).length).toBeGreaterThanOrEqual(8639);
  await rollUpSamples(api.db.pool);
  const month = await series(`name=ack_p99_ms&from=${from(30)}&step=300`);
  const [{ last }] = month.body['series'] as [{ last: (number | null)[] }];
  expect(last.length).toBeGreaterThanOrEqual(8639);
  expect(last.filter((value) => value !== null).length).toBeGreaterThanOrEqual(286);
});

test.each([
  ['an unknown name', 'name=no_such_series'],
  ['an unknown parameter', 'names=dead_letters'],
  ['a step that no resolution has', 'step=15'],
  ['more points than an answer has', `from=${new Date(Date.now() - 80_000_000).toISOString()}&step=10`],
])('%s is refused', async (_name, query) => {
  expect((await series(query)).status).toBe(400);
});

test('the six figures of operations come in one answer, each with its state and the list that explains it', async () => {
  await fill(1);
  await api.db.pool.query(
    `insert into processes (id, app, host, pid, version, health, report, failing_loops, dependencies, figures, started_at)
     values (gen_random_uuid(), 'ingest', 'h', 1, '1', 'ok', '{}', '[]', '{}', '{"ack_p99_ms": 800, "acks_per_second": 20}', now())`,
  );
  await api.db.pool.query(
    `insert into processes (id, app, host, pid, version, health, report, failing_loops, dependencies, figures, started_at)
     values (gen_random_uuid(), 'worker-transcription', 'h', 2, '1', 'ok', '{"daily_budget_usd": 10}', '[]', '{}', '{}', now())`,
  );
  await api.db.pool.query('delete from metric_samples where at > now() - interval $$10 s$$');
  await writeSample(api.db.pool, { queueDepth: 0 });
  const { body } = await api.send('/api/operations-summary');
  const tiles = body['tiles'] as Body[];
  expect(tiles.map(({ name }) => name)).toEqual(TILE_NAMES);
  expect(tiles[0]).toMatchObject({
    value: 800,
    state: 'bad',
    companion: { value: 20 },
    list: '/api/processes?app=ingest',
    remedy: expect.stringContaining('ingest'),
    runbook: 'docs/operations/deployment.md#scale',
  });
  expect(body['models']).toEqual({ spent_usd: 0, daily_budget_usd: 10 });
  for (const { list, points } of tiles) {
    expect([list, (await api.send(String(list))).status]).toEqual([list, 200]);
    expect((points as unknown[]).length).toBeGreaterThanOrEqual(60);
  }
});

test('without a writer every figure is unknown', async () => {
  const { body } = await api.send('/api/operations-summary');
  expect((body['tiles'] as Body[]).map(({ state, value }) => [state, value])).toEqual(
    TILE_NAMES.map(() => ['unknown', null]),
  );
  expect(body['models']).toEqual({ spent_usd: null, daily_budget_usd: null });
});
