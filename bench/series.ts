/**
 * `npm run bench:series`: what the time series cost with 1 million calls: the processor time of the writer and of its
 * database session for each sample and each sum of five minutes, as a share of one core.
 */
import '../test/support/processes/end-with-parent.ts';
import { openDatabase, type Queryable } from '@trunkline/db/connection';
import { rollUpSamples, writeSample } from '@trunkline/db/metrics';
import { ROLLUP_EVERY_S, SAMPLE_EVERY_S } from '@trunkline/telephony/metrics';
import { startDatabase } from '../test/support/db/start-database.ts';
import { fillCalls } from './fill/fill-calls.ts';
import { cpuMs, round } from './report/figures.ts';
import { readOptions } from './report/options.ts';
import { recordRun } from './report/record.ts';
import { settle } from './settle.ts';

const options = readOptions('series', {
  calls: [1_000_000, 'calls in the database'],
  gaps: [2000, 'missing callbacks that are open'],
  processes: [20, 'processes that give a sign'],
  samples: [200, 'samples that are measured'],
});

await using opened = new AsyncDisposableStack();
const { url } = opened.use(await startDatabase('series'));
const { pool } = opened.use(openDatabase(url, 'bench', { maxConnections: 1, queryTimeoutMs: 1_200_000 }));
await fillCalls(pool, options.calls);
await fillMeasured(pool);
const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
const session = rows[0]!.pid;

for (let n = 0; n < 20; n++) await sampleAnew(); // compiled, planned and cached
const sample = await measure(sampleAnew, options.samples);
const rollUp = await measure(rollUpAnew, Math.ceil(options.samples / 10));
const summary = {
  bench: 'series',
  calls: options.calls,
  sample_cpu_ms: round(sample),
  rollup_cpu_ms: round(rollUp),
  core_share: round(sample / (SAMPLE_EVERY_S * 1000) + rollUp / (ROLLUP_EVERY_S * 1000), 4),
};
recordRun('series', options, [summary]);
console.log(JSON.stringify(summary));

/** Adds what a sample counts besides calls, and as many samples and sums as are ever kept: those of a day and of a month. */
async function fillMeasured(db: Queryable): Promise<void> {
  const figures = {
    acks_per_second: 100,
    ack_p50_ms: 3,
    ack_p99_ms: 9,
    refused: 5,
    jobs_done: 30,
    twilio_requests: 20,
  };
  await db.query(
    `insert into processes (id, app, host, pid, version, health, report, failing_loops, dependencies, figures, started_at, heartbeat_at)
     select gen_random_uuid(), 'ingest', 'h', n, '1', 'ok', '{}', '[]', '{}', $2, now(), now() + interval '1 hour' from generate_series(1, $1) n`,
    [options.processes, JSON.stringify(figures)],
  );
  await db.query(
    `insert into callback_gaps (call_sid, missing, noticed_by) select 'CA' || n, 'completed', 'hot' from generate_series(1, $1) n`,
    [options.gaps],
  );
  const values = `(select array_agg(random()::real) from generate_series(1, 20))`;
  await db.query(`
    insert into metric_samples select at, ${values} from generate_series(now() - interval '1 day', now() - interval '10 s', '10 s') at;
    insert into metric_rollups select at, ${values}, ${values}, ${values} from generate_series(now() - interval '30 days', now(), '5 min') at`);
  await settle(db);
}

/** The sample of the present ten seconds, in place of the one before. */
async function sampleAnew(): Promise<void> {
  await pool.query(`delete from metric_samples where at > now() - interval '10 seconds'`);
  if (!(await writeSample(pool, { queueDepth: 1 }))) throw new Error('No sample was written.');
}

/** The sum of the last five minutes, in place of the one before. */
async function rollUpAnew(): Promise<void> {
  await pool.query(`delete from metric_rollups where at > now() - interval '10 minutes'`);
  await rollUpSamples(pool);
}

/** Milliseconds of the processor, of this process and of its session, for one run. */
async function measure(run: () => Promise<void>, times: number): Promise<number> {
  const before = cpuMs(process.pid) + cpuMs(session);
  for (let n = 0; n < times; n++) await run();
  return (cpuMs(process.pid) + cpuMs(session) - before) / times;
}
