/**
 * `npm run bench:cold`: the daily scan of days of 1,000, 10,000 and 100,000 calls, first with all calls unknown, so that all
 * are imported, then again with all known. Prints the seconds until the scan ends and the requests to Twilio.
 */
import { openDatabase, unscoped } from '@trunkline/db/connection';
import { requestSync } from '@trunkline/db/reconciliation';
import { settled, startStack, untilApplied, type Stack } from '../test/support/processes/stack.ts';
import { round } from './report/figures.ts';
import { readOptions } from './report/options.ts';
import { recordRun } from './report/record.ts';

const options = readOptions('cold', {
  sizes: ['1000,10000,100000', 'calls per day, a day for each size'],
  seed: [7, 'decides the calls'],
});
const DAY_MS = 86_400_000;

type Scan = { seconds: number; calls: number; recordings: number; requests: number };

const results = [];
for (const calls of options.sizes.split(',').map(Number)) {
  await using stack = await startStack('redis');
  const day = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS);
  await addCalls(stack, day, calls);
  const first = await scan(stack, day);
  await untilApplied(stack, 1_200_000);
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
const figures = {
  calls: largest.first.calls,
  seconds: round(largest.first.seconds, 1),
  requests: largest.first.requests,
  per_call_top_vs_smallest: round(perCall(largest.first) / perCall(smallest.first)),
  per_known_call_top_vs_smallest: round(perCall(largest.again) / perCall(smallest.again)),
};
recordRun('cold', options, [figures]);
console.log(JSON.stringify({ bench: 'cold', ...figures }));

async function addCalls({ control }: Stack, day: Date, calls: number): Promise<void> {
  const date = day.toISOString().slice(0, 10);
  await control.send('POST', 'past-calls', { day: date, calls, recordings: 0.5, seed: options.seed });
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
