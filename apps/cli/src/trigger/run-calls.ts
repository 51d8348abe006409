import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Api } from '../api/open-api.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';
import { checkFacts, type Check } from './check-facts.ts';
import { playSteps } from './play-steps.ts';
import { readFacts, type Facts } from './read-facts.ts';
import type { CallScenario, PlayedCall } from './scenarios/index.ts';
import type { Simulator } from './simulator.ts';

const LOOK_EVERY_MS = 400;
/** An installation that restarts, or is busy, answers again within this time. */
const RETURNS_WITHIN_MS = 30_000;

/** A conversation of a minute takes six seconds. */
const DEFAULT_SPEED = 10;

export type CallOptions = {
  from?: string;
  to?: string;
  set?: NonNullable<PlayedCall['set']>;
  seed?: number;
  speed?: number;
  calls?: number;
};

/** The bodies for the simulator, with the options of the command line. */
export function planCalls(scenario: CallScenario, webhooks: string, options: CallOptions): PlayedCall[] {
  const { from, to, set = [], seed, speed = DEFAULT_SPEED, calls: count = scenario.count ?? 1 } = options;
  const run = randomBytes(4).toString('hex');
  const [first, ...others] = scenario.calls.map((call, n) => ({
    ...call,
    ...(call.twiml !== undefined && {
      twiml: call.twiml.replaceAll('{webhooks}', webhooks).replaceAll('{run}', run),
    }),
    ...(n === 0 && from !== undefined && { from }),
    ...(to !== undefined && { to }),
    faults: call.faults ?? [],
    set: [...(call.set ?? []), ...set],
    speed,
    ...(seed !== undefined && { seed: seed + n }),
  }));
  const copies = Array.from({ length: count }, (_, n) => ({ ...first, ...(seed !== undefined && { seed: seed + n }) }));
  return [...copies, ...others] as PlayedCall[];
}

/** A call that was played, with what came of it. */
export type PlayedRun = { callSid: string; seconds: number; facts: Facts; checks: Check[] };

type Parts = { api: Api; simulator: Simulator; signal: AbortSignal };

/**
 * Follows one call until all is as expected, or until the scenario's time after its end is over; throws when `signal` ends
 * the wait before. `everyMs`: how often it looks.
 */
export async function followCall(
  { api, simulator, signal }: Parts,
  callSid: string,
  { expect, steps = [], withinSeconds }: CallScenario,
  { everyMs, onProgress }: { everyMs: number; onProgress: (acknowledged: number) => void },
): Promise<PlayedRun> {
  const since = new Date(Date.now() - 1000);
  const began = performance.now();
  const parts = { api, simulator, callSid, signal };
  const untilOver = async (): Promise<void> => {
    for (;;) {
      const { callbacks, is_over: isOver } = await simulator.show(callSid);
      onProgress(callbacks.filter(({ acked }) => acked).length);
      if (isOver) return;
      await delay(everyMs, undefined, { signal });
    }
  };
  await Promise.all([untilOver(), playSteps(steps, 'live', parts)]);
  await playSteps(steps, 'over', parts);
  const overAt = performance.now();
  const truth = await simulator.show(callSid);
  for (let answeredAt = overAt; ;) {
    const facts = await readFacts(api, truth, expect, since).catch((error: unknown) => {
      const isAway = error instanceof CliError && error.exit === EXIT.unavailable;
      if (!isAway || performance.now() - answeredAt > RETURNS_WITHIN_MS) throw error;
    });
    const now = performance.now();
    if (facts) {
      answeredAt = now;
      const checks = checkFacts(expect, facts);
      const isLate = now - overAt > withinSeconds * 1000;
      const seconds = Math.round((now - began) / 1000);
      if (isLate || checks.every(({ ok }) => ok)) return { callSid, seconds, facts, checks };
    }
    await delay(everyMs, undefined, { signal });
  }
}

/** Many calls are looked at less often, each: Trunkline has other work than these questions. */
export const lookEveryMs = (calls: number): number => LOOK_EVERY_MS * Math.max(1, calls / 4);
