import { openDatabase, unscoped } from '@trunkline/db/connection';
import { requestSync } from '@trunkline/db/reconciliation';
import { openClock } from '@trunkline/service';
import { settled, startStack, untilApplied, type Stack } from '../../support/processes/stack.ts';

type Round = {
  calls: number;
  /** Callbacks per second. */
  rate: number;
  /** Of the clock. */
  speed: number;
  seed: number;
  /** Share of the callbacks that is dropped. */
  drop: number;
  print: (line: string) => void;
};

/** When the end of a call was first known, from which source, and from which source the call was first known. */
export type KnownEnd = { call_sid: string; at: Date; source: string; first_source: string };

const MINUTE_MS = 60_000;
const REFUSED = { tooMany: 0.3, serverError: 0.1, latencyMs: 20 };

/** Plays a load with dropped callbacks, waits for each tier, and returns the result of `check`. */
export async function playRound<T>(
  { calls, rate, speed, seed, drop, print }: Round,
  check: (stack: Stack, ends: readonly KnownEnd[]) => Promise<T>,
): Promise<T> {
  const start = new Date();
  const clock = openClock({ CLOCK_START: start.toISOString(), CLOCK_SPEED: speed });
  await using stack = await startStack('redis', { clock: { start, speed } });
  await stack.control.send('PUT', 'rest-faults', { ...REFUSED, seed });
  await stack.control.send('POST', 'load', { calls, rate, seed, drop });
  print(`${drop * 100} % of the callbacks of ${calls} calls are dropped`);
  await settled(() => stack.control.expectDone(), 3_600_000);
  print('load played; hot heals within minutes, warm compares each call a quarter of an hour after its end');
  await clock.sleep(17 * MINUTE_MS);
  await untilCompared(stack);
  const endsBeforeCold = await stack.query<KnownEnd>(ENDS);
  print('the cold tier scans the days; the next warm tick compares the calls that it found');
  await requestScan(stack, clock.now());
  await settled(() => expectNone(stack, RUNNING_SCANS), 120_000);
  await untilApplied(stack, 120_000);
  await clock.sleep(2 * MINUTE_MS);
  await untilCompared(stack);
  return await check(stack, endsBeforeCold);
}

const RUNNING_SCANS = `select count(*)::integer as count from sync_runs where state in ('queued', 'running')`;
const UNCOMPARED = `select count(*)::integer as count from calls where is_final and reconciled_at is null`;
const ENDS = `
select distinct on (e.call_sid) e.call_sid, e.observed_at as at, e.source,
  (select source from call_events f where f.call_sid = e.call_sid order by observed_at limit 1) as first_source
from call_events e
where e.fact ->> 'status' in ('completed', 'busy', 'no-answer', 'canceled', 'failed')
  and e.fact ->> 'kind' in ('call-status', 'call-resource')
order by e.call_sid, e.observed_at`;

async function requestScan(stack: Stack, now: Date): Promise<void> {
  await using db = openDatabase(stack.databaseUrl, 'proof of healing', { maxConnections: 1 });
  await requestSync(unscoped(db), { kind: 'cold', since: new Date(now.getTime() - 24 * 60 * MINUTE_MS), until: now });
}

const untilCompared = (stack: Stack): Promise<void> => settled(() => expectNone(stack, UNCOMPARED), 1_200_000);

async function expectNone(stack: Stack, sql: string): Promise<void> {
  const [row] = await stack.query<{ count: number }>(sql);
  if (row!.count > 0) throw new Error(`${row!.count} are left`);
}
