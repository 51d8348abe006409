/**
 * `npm run bench:cold`: the daily scan of days of 1,000, 10,000 and 100,000 calls: once when none of them is known and all
 * are taken in, and once more when all are. Seconds until the scan ends, and requests to Twilio.
 */
import { parseArgs } from 'node:util';
import { openDatabase, unscoped } from '@trunkline/db/connection';
import { requestSync } from '@trunkline/db/reconciliation';
import { settled, startStack, type Stack } from '../test/support/processes/stack.ts';
import { round } from './median.ts';

const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '1000,10000,100000' }, seed: { type: 'string', default: '7' } },
});
const DAY_MS = 86_400_000;

type Scan = { seconds: number; calls: number; recordings: number; requests: number };

const results = [];
for (const calls of values.sizes.split(',').map(Number)) {
  await using stack = await startStack('redis');
  const day = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS);
  await addCalls(stack, day, calls);
  const first = await scan(stack, day);
  await settled(() => expectApplied(stack), 1_200_000);
  const again = await scan(stack, day);
  results.push({ first, again });
  console.table(
    results.map(({ first: unknown, again: known }) => ({
      'calls of the day': unknown.calls,
      recordings: unknown.recordings,
      requests: unknown.requests,
      'all new, s': round(unknown.seconds, 1),
      'µs a call': round((unknown.seconds * 1e6) / unknown.calls, 0),
      'all known, s': round(known.seconds, 1),
      'µs a known call': round((known.seconds * 1e6) / known.calls, 0),
    })),
  );
}
const [smallest, largest] = [results[0]!, results.at(-1)!];
const perCall = ({ seconds, calls }: Scan) => seconds / calls;
console.log(
  JSON.stringify({
    bench: 'cold',
    calls: largest.first.calls,
    seconds: round(largest.first.seconds, 1),
    requests: largest.first.requests,
    per_call_top_vs_smallest: round(perCall(largest.first) / perCall(smallest.first)),
    per_known_call_top_vs_smallest: round(perCall(largest.again) / perCall(smallest.again)),
  }),
);

async function addCalls(stack: Stack, day: Date, calls: number): Promise<void> {
  const body = JSON.stringify({
    day: day.toISOString().slice(0, 10),
    calls,
    recordings: 0.5,
    seed: Number(values.seed),
  });
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${stack.simulator.url}/simulator/past-calls`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`past-calls answered ${response.status}: ${await response.text()}`);
  await response.body?.cancel();
}

async function scan(stack: Stack, day: Date): Promise<Scan> {
  await using db = openDatabase(stack.databaseUrl, 'bench', { maxConnections: 1 });
  const { id } = await requestSync(unscoped(db), {
    kind: 'cold',
    since: day,
    until: new Date(day.getTime() + DAY_MS - 1),
  });
  return await settled(async () => {
    const [run] = await stack.query<{ state: string; error: string; seconds: number; progress: Scan }>(
      `select state, error, extract(epoch from finished_at - started_at)::float8 as seconds, progress from sync_runs where id = ${id}`,
    );
    if (run!.state !== 'completed') throw new Error(`the scan is ${run!.state}: ${run!.error}`);
    return { ...run!.progress, seconds: run!.seconds };
  }, 1_200_000);
}

async function expectApplied(stack: Stack): Promise<void> {
  const sql = `select count(*)::integer as count from twilio_webhook_inbox where processing_status in ('pending', 'failed')`;
  const [row] = await stack.query<{ count: number }>(sql);
  if (row!.count > 0) throw new Error(`${row!.count} facts are not applied yet`);
}
