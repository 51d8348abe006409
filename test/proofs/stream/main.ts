/**
 * `npm run chaos:stream`: clients of all roles follow the event stream over the whole system under load while the api and
 * Postgres are killed and started again. Afterwards what each was told is compared with what it should have been told:
 * exits 1 if anything was missed, told twice or to the wrong one, or if the last word about a call is not its state.
 * Then, without kills, how long it is from a callback's receipt to its event. `--ablate cursor` takes the numbering away,
 * so that the stream follows the rows' own ids, and shows that the judge notices.
 */
import { openDatabase } from '@trunkline/db/connection';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seededRandom } from '../chaos/random.ts';
import { eventually } from '../../support/eventually.ts';
import { settled, startStack } from '../../support/processes/stack.ts';
import { median, round } from '../../../bench/median.ts';
import { followStream, type Follower } from './follower.ts';
import { judgeStream } from './judge.ts';
import { createSubscribers } from './people.ts';

const { values } = parseArgs({
  options: {
    clients: { type: 'string', default: '300' },
    kills: { type: 'string', default: '6' },
    rate: { type: 'string', default: '100' },
    'quiet-seconds': { type: 'string', default: '20' },
    seed: { type: 'string', default: '7' },
    ablate: { type: 'string' },
  },
});
const [clients, kills, seed] = [Number(values.clients), Number(values.kills), Number(values.seed)];
const QUIET_RATE = 200;
const LOAD = { calls: 0, speed: 120, drop: 0.03, duplicate: 0.1, reorder: 0.2, delay: 0.05, forge: 0, slow: 0, seed };
/** What a cursor over ids of a sequence sees: they become visible in another order than they were given. */
const WITHOUT_NUMBERS = `
create or replace function number_stream_events() returns bigint language sql security definer set search_path = pg_catalog, public
as $$ update stream_events set seq = id where seq is null; select null::bigint $$`;

/** Tells anew of the call that came last. */
const TELL = `select tell_stream('call.updated', 'call', call_sid, id) from calls where call_sid is not null order by id desc limit 1`;
const OPEN_FOR_MS = 1500;
const UNFINISHED = `select count(*)::int as count from twilio_webhook_inbox where processing_status in ('pending', 'processing', 'failed')`;
const LAST = `select coalesce(max(seq), 0)::float8 as last, count(*) filter (where seq is null)::int as waiting from stream_events`;
const RECEIPTS = `
select s.seq::float8 as seq, extract(epoch from e.observed_at)::float8 * 1000 as at
from stream_events s join call_events e on e.call_sid = s.entity_id and e.created_at = s.created_at
where s.seq = any($1::bigint[]) and s.entity = 'call' and e.source = 'webhook'`;

await using stack = await startStack('redis', { api: true });
await using db = openDatabase(stack.databaseUrl, 'bench');
const api = stack.api!;
if (values.ablate === 'cursor') await stack.query(WITHOUT_NUMBERS);
const subscribers = await createSubscribers(db, clients);
await stack.query(`select tell_stream('bench.begun', 'bench', '1')`); // the first number: nobody begins at nothing
const pairs = subscribers.map((who) => [who, followStream(`${api.url}/events/calls`, who.headers)] as const);
const followers = pairs.map(([, follower]) => follower);
await eventually(() => all(({ begunAt }) => begunAt !== null, 'are not let in yet'), { timeoutMs: 60_000 });
console.log(`${clients} clients follow; ${values.rate} callbacks/s, ${kills} kills`);

await load(Number(values.rate));
await strike();
await stop();
await isTold();
const { examples, ...findings } = await judgeStream(db, pairs);
for (const example of examples) console.log(`  ${example}`);

const watched = followers.filter((_, n) => n % 10 === 0);
for (const follower of watched) follower.arrivals = new Map();
await load(QUIET_RATE);
await delay(Number(values['quiet-seconds']) * 1000);
await stop();
await isTold();
const times = (await Promise.all(watched.map(latencies))).flat().toSorted((a, b) => a - b);
const resets = followers.reduce((sum, follower) => sum + follower.resets, 0);
for (const follower of followers) follower[Symbol.dispose]();
console.log(
  JSON.stringify({
    bench: 'stream',
    clients,
    kills,
    ...findings,
    resets,
    event_p50_ms: round(median(times), 0),
    event_p95_ms: round(times[Math.floor(times.length * 0.95)]!, 0),
  }),
);
const { missed, repeated, foreign, diverged } = findings;
process.exitCode = missed + repeated + foreign + diverged + resets > 0 ? 1 : 0;

function all(holds: (follower: Follower) => boolean, complaint: string): void {
  const left = followers.filter((follower) => !holds(follower)).length;
  if (left > 0) throw new Error(`${left} clients ${complaint}`);
}

function load(rate: number): Promise<void> {
  return post('/simulator/load', { ...LOAD, rate });
}

/** Until nothing is under way in the inbox. */
async function stop(): Promise<void> {
  await post('/simulator/stop', {});
  await settled(async () => {
    const [row] = await stack.query<{ count: number }>(UNFINISHED);
    if (row!.count > 0) throw new Error(`${row!.count} are pending`);
  }, 120_000);
}

/** Everybody is where the stream is; a keepalive tells those to whom nothing happened. */
async function isTold(): Promise<void> {
  await settled(async () => {
    const [row] = await stack.query<{ last: number; waiting: number }>(LAST);
    if (row!.waiting > 0) throw new Error('there are events without a number');
    all(({ cursor }) => (cursor ?? 0) >= row!.last, 'are behind');
  }, 120_000).catch((error: unknown) => console.log(String(error))); // the judge says what is missing
}

async function strike(): Promise<void> {
  const random = seededRandom(seed);
  for (let struck = 0; struck < kills; struck++) {
    await delay(random.between(1000, 3000));
    await overtake();
    const what = ['api', 'postgres', 'both'][struck % 3]!;
    const pauseMs = random.between(200, 1500);
    await Promise.all([
      what === 'postgres' ? null : killApi(pauseMs),
      what === 'api' ? null : stack.crashPostgres(pauseMs),
    ]);
    console.log(`  struck ${what}`);
  }
}

/** An event whose row came first is committed last, when clients have been told of the other one. */
async function overtake(): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query(TELL);
    await stack.query(TELL);
    await delay(OPEN_FOR_MS);
  });
}

async function killApi(pauseMs: number): Promise<void> {
  await api.kill('SIGKILL');
  await delay(pauseMs);
  await api.restart().catch(() => api.restart()); // a machine that is busy with all the rest may need more time than it has
}

/** From each callback's receipt, by Postgres's clock on this machine, to the arrival of the event that tells of it. */
async function latencies({ arrivals }: Follower): Promise<number[]> {
  const seqs = [...arrivals!.keys()];
  const { rows } = await db.pool.query<{ seq: number; at: number }>(RECEIPTS, [seqs]);
  return rows.map(({ seq, at }) => arrivals!.get(seq)! - at);
}

async function post(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${stack.simulator.url}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  await response.body?.cancel();
}
