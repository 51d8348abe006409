import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { SERIES, SERIES_NAMES, toColumns, type SeriesName, type SeriesWindow } from '@trunkline/telephony/metrics';
import { asLoginOf } from '../../../../test/support/db/as-login.ts';
import { openTestDatabase } from '../../../../test/support/db/inbox.ts';
import { openDatabase, unscoped } from '../connection/index.ts';
import { readLatest, readSeries } from './read-series.ts';
import { rollUpSamples, writeSample } from './write-sample.ts';

const opened = new AsyncDisposableStack();
afterAll(() => opened.disposeAsync());
const db = opened.use(openTestDatabase());
/** As two copies of worker-reconcile have it. */
const copies = [1, 2, 3].map(() =>
  opened.use(openDatabase(asLoginOf('worker-reconcile', process.env['DATABASE_URL']!), 'copy', { maxConnections: 2 })),
);
beforeEach(async () => {
  await db.pool.query('truncate metric_samples, metric_rollups, processes, callback_gaps');
});

const beat = (app: string, figures: object, secondsAgo = 0) =>
  db.pool.query(
    `insert into processes (id, app, host, pid, version, health, report, failing_loops, dependencies, figures, started_at, heartbeat_at)
     values (gen_random_uuid(), $1, 'h', 1, '1', 'ok', '{}', '[]', '{}', $2, now(), now() - make_interval(secs => $3))`,
    [app, JSON.stringify(figures), secondsAgo],
  );
const valueOf = async (name: SeriesName) => (await readLatest(unscoped(db))).valueOf(name);

test('of all copies one writes a sample, however many try at once', async () => {
  const tries = await Promise.all(
    copies.flatMap(({ pool }) => [writeSample(pool, { queueDepth: 1 }), writeSample(pool, { queueDepth: 1 })]),
  );
  const { rowCount } = await db.pool.query('select from metric_samples');
  expect(tries.filter((at) => at !== undefined)).toHaveLength(rowCount!);
  expect(rowCount).toBeLessThanOrEqual(2); // two where the ten seconds ended meanwhile
});

test('a sample has a value of every series, of the processes that give a sign and of the rows', async () => {
  await beat('ingest', { acks_per_second: 100, ack_p50_ms: 3, ack_p99_ms: 9, refused: 5 });
  await beat('ingest', { acks_per_second: 50, ack_p50_ms: 2, ack_p99_ms: 20, spooled: 10 });
  await beat('ingest', { acks_per_second: 1000, ack_p99_ms: 1000 }, 60);
  await beat('api', { stream_clients: 4, stream_lag_seconds: 0.5 });
  await beat('worker-dialer', { twilio_requests: 20, twilio_failed: 5, jobs_done: 30 });
  await db.pool.query(`insert into callback_gaps (call_sid, missing, noticed_by) values ('CA1', 'completed', 'hot')`);
  await writeSample(copies[0]!.pool, { queueDepth: 7 });
  const { rows } = await db.pool.query<{ samples: number[] }>('select samples from metric_samples');
  expect(rows[0]!.samples).toHaveLength(SERIES_NAMES.length);
  const found = Object.fromEntries(SERIES_NAMES.map((name) => [name, rows[0]!.samples[SERIES[name].slot - 1]]));
  expect(found).toMatchObject({
    callbacks_per_second: 150,
    ack_p50_ms: 3,
    ack_p99_ms: 20,
    refused_per_second: 0.5,
    spooled_per_second: 1,
    gaps_open: 1,
    queue_depth: 7,
    jobs_per_second: 3,
    stream_clients: 4,
    stream_lag_seconds: 0.5,
    twilio_requests_per_second: 2,
    twilio_error_share: 0.25,
    processes: 4,
  });
});

test('what cannot be measured is null, and of no step', async () => {
  await writeSample(copies[0]!.pool, { queueDepth: null });
  expect([await valueOf('queue_depth'), await valueOf('ack_p99_ms'), await valueOf('processes')]).toEqual([
    null,
    null,
    0,
  ]);
});

/** Samples of every 10 s up to `minutes` ago, whose first series rises from 0. */
const fill = (minutes: number) =>
  db.pool.query(
    `insert into metric_samples (at, samples) select at, array[row_number() over (order by at) - 1, null]::real[]
     from generate_series(date_bin('5 min', now(), 'epoch') - make_interval(mins => $1), date_bin('5 min', now(), 'epoch') - interval '10 s', '10 s') at`,
    [minutes],
  );

test('five minutes are summed up once, with their lowest, highest and latest value, also those that were missed', async () => {
  await fill(15);
  await rollUpSamples(copies[0]!.pool);
  await rollUpSamples(copies[1]!.pool);
  const { rows } = await db.pool.query('select lowest, highest, latest from metric_rollups order by at');
  expect(rows).toEqual([
    { lowest: [0, null], highest: [29, null], latest: [29, null] },
    { lowest: [30, null], highest: [59, null], latest: [59, null] },
    { lowest: [60, null], highest: [89, null], latest: [89, null] },
  ]);
});

test('samples are kept for a day and sums for a month', async () => {
  await db.pool.query(`
    insert into metric_samples select now() - make_interval(hours => h), '{1}' from generate_series(1, 40) h;
    insert into metric_rollups select now() - make_interval(days => d), '{1}', '{1}', '{1}' from generate_series(1, 40) d`);
  await rollUpSamples(copies[0]!.pool);
  const { rows } = await db.pool.query(
    `select (select count(*)::int from metric_samples) as samples, (select count(*)::int from metric_rollups where at < now() - interval '23.5 hours') as rollups`,
  );
  expect(rows).toEqual([{ samples: 24, rollups: 30 }]);
});

test('a step has the peak of its samples, not their mean', async () => {
  await fill(5);
  const { rows } = await db.pool.query<{ at: number }>(
    'select extract(epoch from min(at))::float8 as at from metric_samples',
  );
  const from = rows[0]!.at;
  const window = { from, to: from + 300, step: 60 };
  const names = [SERIES_NAMES.find((each) => SERIES[each].slot === 1)!, 'ack_p50_ms'] as const;
  const columnsOf = async (asked: SeriesWindow) =>
    toColumns(await readSeries(unscoped(db), names, asked), asked, names).get(names[0]);
  expect(await columnsOf({ ...window, source: 'samples' })).toEqual({
    min: [0, 6, 12, 18, 24],
    max: [5, 11, 17, 23, 29],
    last: [5, 11, 17, 23, 29],
  });
  await rollUpSamples(copies[0]!.pool);
  const summed = await columnsOf({ ...window, step: 300, source: 'rollups' });
  expect(summed).toEqual({ min: [0], max: [29], last: [29] });
});
