import type { Storage } from '@trunkline/storage';
import type { Dependency, DependencySighting } from '@trunkline/telephony/processes';
import { setTimeout as delay } from 'node:timers/promises';
import type { Queues } from '../queues/queue-board.ts';

/** What this process finds out itself about what all need. Never rejects. */
export type SelfChecks = () => Promise<Partial<Record<Dependency, DependencySighting>>>;

const CHECK_EVERY_MS = 5000;
const WAIT_AT_MOST_MS = 2000;
/** A key that no recording has: a store that works answers that there is none. */
const PROBE = 'health/probe';

/** Asks the queue's server and the store, at most every 5 s for all requests together. */
export function openSelfChecks({
  queues,
  storage,
}: {
  queues: Pick<Queues, 'use'>;
  storage: Pick<Storage, 'stat'>;
}): SelfChecks {
  let checkedAt = -Infinity;
  let last: ReturnType<SelfChecks> = Promise.resolve({});
  const check = async () => {
    const [queue, store] = await Promise.all([
      see(() => queues.use('callbacks', (jobs) => jobs.isPaused())),
      see(() => storage.stat(PROBE)),
    ]);
    return { queue, store };
  };
  return () => {
    if (performance.now() - checkedAt < CHECK_EVERY_MS) return last;
    checkedAt = performance.now();
    last = check();
    return last;
  };
}

async function see(ask: () => Promise<unknown>): Promise<DependencySighting> {
  const began = performance.now();
  const fault = await Promise.race([ask().then(() => null, messageOf), tooLate()]);
  const seen = { app: 'api', at: new Date().toISOString(), since: null };
  if (fault !== null) return { ...seen, state: 'unavailable', latencyMs: null, cause: fault };
  return { ...seen, state: 'up', latencyMs: elapsedMs(began), cause: null };
}

/** Milliseconds since `began`, in tenths. */
export const elapsedMs = (began: number): number => Math.round((performance.now() - began) * 10) / 10;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown error').slice(0, 300);

async function tooLate(): Promise<string> {
  await delay(WAIT_AT_MOST_MS, undefined, { ref: false });
  return `no answer within ${WAIT_AT_MOST_MS / 1000} s`;
}
