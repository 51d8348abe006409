/**
 * `npm run bench:recording`: the same files fetched by `worker-recording` (claimed, checked, hashed, synced to disk, settled
 * in Postgres) and by one `curl` with eight parallel transfers that only writes them: until `curl` ends, and until its
 * files are on disk, as those of the worker are. Rounds are interleaved.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { memoryFlags } from '../apps/local/src/apps/plan-apps.ts';
import { startApp } from '../test/support/processes/processes.ts';
import { median, medianRatio, peakMemoryMb, round } from './report/figures.ts';
import { readOptions } from './report/options.ts';
import { recordRun } from './report/record.ts';
import { openBench } from './open-bench.ts';
import { startServer } from './processes.ts';
import { announce, countCustody, recordingSid } from '../test/support/db/recordings.ts';

const options = readOptions('recording', {
  rounds: [3, 'rounds of both'],
  recordings: [400, 'recordings per round'],
  seconds: [120, 'length of each recording'],
});
const { rounds, recordings: count, seconds } = options;
const TRANSFERS_AT_ONCE = 8;
const MEGABYTES = (count * seconds * 32_000) / 1e6;

await using opened = new AsyncDisposableStack();
const { env, db } = opened.use(await openBench());
const server = opened.use(await startServer('media', { SECONDS: `${seconds}` }));
const origin = `http://127.0.0.1:${server.port}`;
const folder = await mkdtemp(join(tmpdir(), 'trunkline-bench-'));
opened.defer(() => rm(folder, { recursive: true, force: true }));
const account = `AC${'1'.repeat(32)}`;
const worker = opened.use(
  await startApp('worker-recording', {
    env: {
      ...env,
      RECORDINGS_DIR: join(folder, 'ours'),
      RECORDING_FETCHES_AT_ONCE: `${TRANSFERS_AT_ONCE}`,
      TWILIO_ACCOUNT_SID: account,
      TWILIO_API_URL: origin,
      NODE_OPTIONS: memoryFlags('worker-recording').join(' '),
    },
  }),
);

const rates = { ours: [] as number[], curl: [] as number[], synced: [] as number[] };
for (let n = 0; n <= rounds; n++) {
  const turns = [async () => keep(n, { ours: await fetchByWorker() }), async () => keep(n, await fetchByCurl(n))];
  for (const turn of n % 2 === 0 ? turns : turns.toReversed()) await turn();
  const latest = Object.entries(rates).map(([name, figures]) => `${name} ${round(figures.at(-1) ?? 0, 0)}`);
  if (n > 0) console.log(`round ${n}/${rounds}: ${latest.join(', ')} MB/s`);
}
const result = {
  bench: 'recording',
  ratio: round(medianRatio(rates.ours, rates.synced)),
  ratio_to_unsynced: round(medianRatio(rates.ours, rates.curl)),
  ours_mb_per_s: round(median(rates.ours), 0),
  curl_synced_mb_per_s: round(median(rates.synced), 0),
  curl_mb_per_s: round(median(rates.curl), 0),
  file_mb: round(MEGABYTES / count, 1),
  at_once: TRANSFERS_AT_ONCE,
  worker_max_rss_mb: Math.round(peakMemoryMb(worker.pid)),
};
console.table(result);
recordRun('recording', options, [result]);
console.log(JSON.stringify(result));

/** Keeps the rates of a turn, given its durations in seconds, and removes its files. Round 0 warms up. */
async function keep(n: number, durations: Partial<Record<keyof typeof rates, number>>): Promise<void> {
  for (const [name, duration] of Object.entries(durations))
    if (n > 0) rates[name as keyof typeof rates].push(MEGABYTES / duration);
  for (const written of ['ours/2026', 'curl']) await rm(join(folder, written), { recursive: true, force: true });
  await promisify(execFile)('sync', ['-f', folder]);
}

async function fetchByWorker(): Promise<number> {
  await db.pool.query('truncate call_recordings cascade');
  const began = performance.now();
  await announce(
    db,
    Array.from({ length: count }, (_, n) => recordingSid(n + 1)),
    seconds,
  );
  while ((await countCustody(db))['stored'] !== count) await delay(20);
  return (performance.now() - began) / 1000;
}

async function fetchByCurl(n: number): Promise<{ curl: number; synced: number }> {
  const urls = Array.from({ length: count }, (_, at) => {
    const path = `2010-04-01/Accounts/${account}/Recordings/${recordingSid(at + 1)}.wav`;
    return `url = "${origin}/${path}?RequestedChannels=2"\noutput = "${join(folder, 'curl', `${at}.wav`)}"`;
  });
  const config = join(folder, `curl-${n}`);
  await writeFile(config, urls.join('\n'));
  const began = performance.now();
  const flags = [
    '--silent',
    '--fail',
    '--create-dirs',
    '--parallel',
    '--parallel-immediate',
    '--parallel-max',
    `${TRANSFERS_AT_ONCE}`,
  ];
  await promisify(execFile)('curl', [...flags, '--user', `${account}:secret`, '--config', config]);
  const curl = (performance.now() - began) / 1000;
  await promisify(execFile)('sync', ['-f', folder]);
  return { curl, synced: (performance.now() - began) / 1000 };
}
