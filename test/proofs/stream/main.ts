/**
 * `npm run chaos:stream`: clients of all roles follow the event stream of the whole system under load while the api and
 * Postgres are killed and started again. Then the events of each client are compared with those that it may see. Exit code
 * 1: an event was missed, repeated or sent to a client that may not see it, or the last event of a call differs from its
 * row. Afterwards, without kills, it measures the time from a callback's receipt to its event. `--ablate cursor` numbers
 * events by row id before their commit, to see the check fail.
 */
import { openDatabase } from '@trunkline/db/connection';
import { setTimeout as delay } from 'node:timers/promises';
import { median, percentile, round } from '../../../bench/report/figures.ts';
import { readOptions } from '../../../bench/report/options.ts';
import { recordRun } from '../../../bench/report/record.ts';
import { eventually } from '../../support/eventually.ts';
import { settled, startStack, untilApplied } from '../../support/processes/stack.ts';
import { seededRandom } from '../chaos/random.ts';
import { checkFollowers } from './check-followers.ts';
import { followStream, type Follower } from './follower.ts';
import { createSubscribers } from './subscribers.ts';

const options = readOptions('stream', {
  clients: [300, 'clients'],
  kills: [6, 'kills of the api, of Postgres or of both'],
  rate: [100, 'callbacks per second during the kills'],
  quietSeconds: [20, 'seconds of load for the latency'],
  seed: [7, 'decides load and kills'],
  ablate: ['', 'remove a safeguard, to see the check fail: cursor'],
});
const { clients, kills, seed } = options;
const QUIET_RATE = 200;
const LOAD = { calls: 0, speed: 120, drop: 0.03, duplicate: 0.1, reorder: 0.2, delay: 0.05, forge: 0, slow: 0, seed };
/** Ids of a sequence become visible in another order than they were given: a cursor over them misses events. */
const WITHOUT_NUMBERS = `
create or replace function number_stream_events() returns bigint language sql security definer set search_path = pg_catalog, public
as $$ update stream_events set seq = id where seq is null; select null::bigint $$`;

/** Emits another event of the latest call. */
const EMIT = `select tell_stream('call.updated', 'call', call_sid, id) from calls where call_sid is not null order by id desc limit 1`;
const OPEN_FOR_MS = 1500;
const LAST = `select coalesce(max(seq), 0)::float8 as last, count(*) filter (where seq is null)::int as waiting from stream_events`;
const RECEIPTS = `
select s.seq::float8 as seq, extract(epoch from e.observed_at)::float8 * 1000 as at
from stream_events s join call_events e on e.call_sid = s.entity_id and e.created_at = s.created_at
where s.seq = any($1::bigint[]) and s.entity = 'call' and e.source = 'webhook'`;

await using stack = await startStack('redis', { api: true });
await using db = openDatabase(stack.databaseUrl, 'proof of the stream');
const api = stack.api!;
if (options.ablate === 'cursor') await stack.query(WITHOUT_NUMBERS);
const subscribers = await createSubscribers(db, clients);
await stack.query(`select tell_stream('bench.begun', 'bench', '1')`); // a first number, from which every client starts
const pairs = subscribers.map((who) => [who, followStream(`${api.url}/events/calls`, who.headers)] as const);
const followers = pairs.map(([, follower]) => follower);
await eventually(() => expectAll(({ startedAt }) => startedAt !== null, 'are not connected yet'), {
  timeoutMs: 60_000,
});
console.log(`${clients} clients follow; ${options.rate} callbacks/s, ${kills} kills`);

await load(options.rate);
await strike();
await stop();
await untilDelivered();
const { examples, ...findings } = await checkFollowers(db, pairs);
for (const example of examples) console.log(`  ${example}`);

const measured = followers.filter((_, n) => n % 10 === 0);
for (const follower of measured) follower.arrivals = new Map();
await load(QUIET_RATE);
await delay(options.quietSeconds * 1000);
await stop();
await untilDelivered();
const times = (await Promise.all(measured.map(latencies))).flat();
const resets = followers.reduce((sum, follower) => sum + follower.resets, 0);
for (const follower of followers) follower[Symbol.dispose]();
const result = {
  bench: 'stream',
  clients,
  kills,
  ...findings,
  resets,
  event_p50_ms: round(median(times), 0),
  event_p95_ms: round(percentile(times, 0.95), 0),
};
recordRun('stream', options, [result]);
console.log(JSON.stringify(result));
const { missed, repeated, foreign, diverged } = findings;
process.exitCode = missed + repeated + foreign + diverged + resets > 0 ? 1 : 0;

function expectAll(holds: (follower: Follower) => boolean, complaint: string): void {
  const left = followers.filter((follower) => !holds(follower)).length;
  if (left > 0) throw new Error(`${left} clients ${complaint}`);
}

async function load(rate: number): Promise<void> {
  await stack.control.send('POST', 'load', { ...LOAD, rate });
}

/** Stops the load and waits until every callback is applied. */
async function stop(): Promise<void> {
  await stack.control.send('POST', 'stop', {});
  await untilApplied(stack, 120_000);
}

/** Waits until every client has reached the end of the stream; a keepalive moves clients without events. */
async function untilDelivered(): Promise<void> {
  await settled(async () => {
    const [row] = await stack.query<{ last: number; waiting: number }>(LAST);
    if (row!.waiting > 0) throw new Error('there are events without a number');
    expectAll(({ cursor }) => (cursor ?? 0) >= row!.last, 'are behind');
  }, 120_000).catch((error: unknown) => console.log(String(error))); // the check reports what is missing
}

async function strike(): Promise<void> {
  const random = seededRandom(seed);
  for (let struck = 0; struck < kills; struck++) {
    await delay(random.between(1000, 3000));
    await overtake();
    const target = ['api', 'postgres', 'both'][struck % 3]!;
    const pauseMs = random.between(200, 1500);
    await Promise.all([
      target === 'postgres' ? null : killApi(pauseMs),
      target === 'api' ? null : stack.crashPostgres(pauseMs),
    ]);
    console.log(`  killed ${target}`);
  }
}

/** Inserts two events and commits the first of them last, when clients have received the second. */
async function overtake(): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(EMIT);
    await stack.query(EMIT);
    await delay(OPEN_FOR_MS);
  });
}

async function killApi(pauseMs: number): Promise<void> {
  await api.kill('SIGKILL');
  await delay(pauseMs);
  await api.restart().catch(() => api.restart()); // on a machine this busy the first start may take too long
}

/** Milliseconds from each callback's receipt, by the clock of Postgres on this machine, to the arrival of its event. */
async function latencies({ arrivals }: Follower): Promise<number[]> {
  const seqs = [...arrivals!.keys()];
  const { rows } = await db.pool.query<{ seq: number; at: number }>(RECEIPTS, [seqs]);
  return rows.map(({ seq, at }) => arrivals!.get(seq)! - at);
}
