import { openDatabase, unscoped } from '@trunkline/db/connection';
import { requestSync } from '@trunkline/db/reconciliation';
import { openClock } from '@trunkline/service';
import { settled, startStack, type Stack } from '../test/support/processes/stack.ts';
import { judgeHealing, type Healing } from './heal-judge.ts';

type Round = { calls: number; rate: number; speed: number; seed: number; drop: number; say: (line: string) => void };

const MINUTE_MS = 60_000;
const REFUSED = { tooMany: 0.3, serverError: 0.1, latencyMs: 20 };

/** Plays a load of which a share of the callbacks is dropped, waits for each tier, and judges what became of it. */
export async function playHealing({ calls, rate, speed, seed, drop, say }: Round): Promise<Healing> {
  const start = new Date();
  const clock = openClock({ CLOCK_START: start.toISOString(), CLOCK_SPEED: speed });
  await using stack = await startStack('redis', { clock: { start, speed } });
  await send(stack, 'PUT', 'rest-faults', { ...REFUSED, seed });
  await send(stack, 'POST', 'load', { calls, rate, seed, drop });
  say(`${drop * 100} % of the callbacks of ${calls} calls are dropped`);
  await settled(async () => expectDone(await get(stack, 'stats')), 3_600_000);
  say('played; hot heals within minutes, warm compares every call a quarter of an hour after its end');
  await clock.sleep(17 * MINUTE_MS);
  await settled(() => expectNone(stack, UNCOMPARED), 1_200_000);
  const beforeCold = await readEnds(stack);
  say('the cold tier scans the days; what only it found is compared in the next warm round');
  await scan(stack, clock.now());
  await settled(() => expectNone(stack, UNFINISHED), 120_000);
  await clock.sleep(2 * MINUTE_MS);
  await settled(() => expectNone(stack, UNCOMPARED), 1_200_000);
  return await judgeHealing(stack, beforeCold);
}

const UNCOMPARED = `select count(*)::integer as count from calls where is_final and reconciled_at is null`;
const UNFINISHED = `
select (select count(*) from twilio_webhook_inbox where processing_status in ('pending', 'processing', 'failed'))
  + (select count(*) from sync_runs where state in ('queued', 'running')) as count`;

async function scan(stack: Stack, now: Date): Promise<void> {
  await using db = openDatabase(stack.databaseUrl, 'bench', { maxConnections: 1 });
  await requestSync(unscoped(db), { kind: 'cold', since: new Date(now.getTime() - 24 * 60 * MINUTE_MS), until: now });
}

/** When each call's end was first known, and by whom. */
const readEnds = (stack: Stack) =>
  stack.query<{ call_sid: string; at: Date; source: string; first_source: string }>(`
    select distinct on (e.call_sid) e.call_sid, e.observed_at as at, e.source,
      (select source from call_events f where f.call_sid = e.call_sid order by observed_at limit 1) as first_source
    from call_events e
    where e.fact ->> 'status' in ('completed', 'busy', 'no-answer', 'canceled', 'failed')
      and e.fact ->> 'kind' in ('call-status', 'call-resource')
    order by e.call_sid, e.observed_at`);

async function expectNone(stack: Stack, sql: string): Promise<void> {
  const [row] = await stack.query<{ count: string }>(sql);
  if (Number(row!.count) > 0) throw new Error(`${row!.count} are left`);
}

function expectDone(stats: { done: boolean }): void {
  if (!stats.done) throw new Error('the load is still playing');
}

const get = async (stack: Stack, what: string) =>
  (await (await fetch(`${stack.simulator.url}/simulator/${what}`)).json()) as { done: boolean };

async function send(stack: Stack, method: string, what: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${stack.simulator.url}/simulator/${what}`, {
    method,
    headers,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${what} answered ${response.status}: ${await response.text()}`);
  await response.body?.cancel();
}
