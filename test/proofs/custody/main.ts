/**
 * `npm run bench:custody`: a thousand recordings whose media is late, cut, of another type, an error page, endless, or on a
 * stranger's server, into an S3 store that refuses every tenth write; the worker is killed once. Exit code 1: an available
 * recording is not stored unchanged, a partial or wrong object was seen, or a stranger received credentials.
 */
import { openDatabase } from '@trunkline/db/connection';
import { findMedia } from '@trunkline/db/recordings';
import { openStorage, type Storage } from '@trunkline/storage';
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { peakMemoryMb } from '../../../bench/report/figures.ts';
import { readOptions } from '../../../bench/report/options.ts';
import { recordRun } from '../../../bench/report/record.ts';
import { announce, countCustody, recordingSid } from '../../support/db/recordings.ts';
import { DURABLE, startDatabase } from '../../support/db/start-database.ts';
import {
  MEDIA_SECONDS,
  mediaOf,
  startHoneypot,
  startMediaServer,
  type MediaAnswer,
} from '../../support/media/media-server.ts';
import { startS3Server } from '../../support/media/s3-server.ts';
import { startApp } from '../../support/processes/processes.ts';
import { startRedis } from '../../support/queue/redis.ts';
import { openFailingProxy } from './failing-proxy.ts';

const options = readOptions('custody', { recordings: [1000, 'recordings'] });
const count = options.recordings;

await using opened = new AsyncDisposableStack();
const database = opened.use(await startDatabase('custody', { settings: DURABLE }));
const redis = opened.use(await startRedis());
const db = opened.use(openDatabase(database.url, 'proof of custody'));
const media = opened.use(await startMediaServer());
const honeypot = opened.use(await startHoneypot());
const s3 = opened.use(await startS3Server());
const proxy = opened.use(await openFailingProxy(s3.url, 10));
const storage = opened.use(openStorage(s3.config));

/** The answers to the requests for a recording; it is available if they end in `whole` or `mono-only`. */
const SCENARIOS: Record<string, MediaAnswer[]> = {
  whole: ['whole'],
  'one channel only': ['mono-only'],
  late: ['not-there', 'not-there', 'not-there', 'whole'],
  busy: ['busy', 'whole'],
  cut: ['cut', 'cut', 'whole'],
  'cut, unannounced': ['cut-unannounced', 'whole'],
  'wrong type': ['wrong-type', 'whole'],
  'error page': ['xml', 'xml-as-audio', 'whole'],
  endless: ['endless', 'whole'],
  'redirected to the honeypot': [{ elsewhere: `${honeypot.url}/x.wav` }, 'whole'],
  'always an error page': ['xml-as-audio'],
  'always redirected to the honeypot': [{ elsewhere: `${honeypot.url}/x.wav` }],
  'always endless': ['endless'],
  'always cut': ['cut'],
};
const scenarios = Object.entries(SCENARIOS);
const sids = Array.from({ length: count }, (_, n) => recordingSid(n + 1));
for (const [n, sid] of sids.entries()) media.answers.set(sid, scenarios[n % scenarios.length]![1]);
const isAvailable = (n: number) => !scenarios[n % scenarios.length]![0].startsWith('always');
const channelsOf = (n: number) => (scenarios[n % scenarios.length]![0] === 'one channel only' ? 1 : 2);

const worker = opened.use(
  await startApp('worker-recording', {
    env: {
      ...Object.fromEntries(Object.entries(s3.config).map(([name, value]) => [name, String(value)])),
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      S3_ENDPOINT: proxy.url,
      TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'the token of the proof',
      TWILIO_API_URL: media.url,
      LOG_LEVEL: 'silent',
      NODE_OPTIONS: '--max-semi-space-size=2 --max-old-space-size=160', // as it is deployed
    },
  }),
);
await announce(db, sids, MEDIA_SECONDS);
const began = performance.now();
const partials = new Set<string>();
let peakMb = 0;
let isKilled = false;
for (;;) {
  const state = await countCustody(db);
  const open = (state['announced'] ?? 0) + (state['fetching'] ?? 0);
  const settled = count - open;
  peakMb = Math.max(peakMb, peakMemoryMb(worker.pid));
  if (open === 0) break;
  if (!isKilled && settled > count / 4) {
    isKilled = true;
    await worker.restart();
    console.log(`killed and started again with ${settled} settled`);
  }
  await lookForPartials(storage);
  console.log(`${Math.round((performance.now() - began) / 1000)} s: ${JSON.stringify(state)}`);
  await delay(1000);
}

const found = { available: 0, right: 0, bad: 0, unsettled: 0 };
for (const [n, sid] of sids.entries()) {
  const row = await findMedia(db.pool, sid);
  const key = keyOf(sid);
  const kept = (await storage.stat(key)) && digest(await buffer(await storage.get(key)));
  const truth = isAvailable(n) ? digest(mediaOf(sid, channelsOf(n))) : undefined;
  if (truth !== undefined) found.available += 1;
  if (truth !== undefined && kept === truth && row?.sha256 === truth) found.right += 1;
  if (kept !== undefined && kept !== truth) found.bad += 1;
  if (row?.custody !== 'stored' && row?.custody !== 'failed') found.unsettled += 1;
}
const result = {
  bench: 'custody',
  recordings: count,
  stored_right_percent: (100 * found.right) / found.available,
  partials_visible: partials.size,
  bad_objects: found.bad,
  unsettled: found.unsettled,
  requests_at_honeypot: honeypot.counts.requests,
  credentials_at_honeypot: honeypot.counts.withCredentials,
  store_refusals: proxy.refused(),
  worker_max_rss_mb: Math.round(peakMb),
  seconds: Math.round((performance.now() - began) / 1000),
};
console.table(result);
recordRun('custody', options, [result]);
console.log(JSON.stringify(result));
const isClean =
  found.right === found.available &&
  result.partials_visible + result.bad_objects + result.unsettled + result.credentials_at_honeypot === 0;
process.exitCode = isClean ? 0 : 1;

/** Collects objects that are visible without having their whole size. */
async function lookForPartials(store: Storage): Promise<void> {
  for (const [n, sid] of sids.entries()) {
    if (n % 10 !== Math.floor(performance.now()) % 10) continue; // about a tenth of them per call
    const seen = await store.stat(keyOf(sid));
    if (seen && seen.sizeBytes !== mediaOf(sid, channelsOf(n)).length) partials.add(sid);
  }
}

function keyOf(sid: string): string {
  return `2026/11/21/${sid}.wav`;
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
