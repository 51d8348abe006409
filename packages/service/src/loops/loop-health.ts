import { metrics } from '../metrics.ts';

/** What a loop does now: `stuck` means that its round has lasted too long. */
export type LoopState = {
  state: 'ok' | 'failing' | 'stuck';
  /** When the last round ended; null before the first. */
  at: string | null;
  /** Error of the last round. */
  error: string | null;
  /** Rounds that failed since one succeeded. */
  failures: number;
  /** Seconds since the running round began; null between rounds. */
  running_seconds: number | null;
};

export type ObservedLoop = {
  name: string;
  /** The process is unhealthy while this loop is stuck. */
  isVital: boolean;
  describe: () => LoopState;
};

/** Every loop of this process: `/health` and `/metrics` show them without being passed any. */
const loops = new Set<ObservedLoop>();
const SEVERITY = { ok: 0, failing: 1, stuck: 2 };

const failures = metrics.counter('loop_failures_total', 'Rounds of a loop that failed', ['loop']);
metrics.gauge('loop_failing', 'Rounds of a loop that failed since one succeeded', ['loop'], (gauge) => {
  for (const [loop, { failures: count }] of Object.entries(describeLoops().loops)) gauge.set({ loop }, count);
});
metrics.gauge('loop_round_age_seconds', 'Age of the running round of a loop, 0 between rounds', ['loop'], (gauge) => {
  for (const [loop, state] of Object.entries(describeLoops().loops)) gauge.set({ loop }, state.running_seconds ?? 0);
});

export const countLoopFailure = (loop: string): void => failures.inc({ loop });

/** Shows the loop in `/health` and `/metrics` until the returned function is called. */
export function observeLoop(loop: ObservedLoop): () => void {
  loops.add(loop);
  failures.inc({ loop: loop.name }, 0); // a counter that appears with its first failure shows no increase
  return () => void loops.delete(loop);
}

/** All loops by name, of several with one name the worst; not healthy while a vital one is stuck. */
export function describeLoops(): { isHealthy: boolean; loops: Record<string, LoopState> } {
  const states: Record<string, LoopState> = {};
  let isHealthy = true;
  for (const { name, isVital, describe } of loops) {
    const state = describe();
    const known = states[name];
    if (!known || SEVERITY[state.state] > SEVERITY[known.state]) states[name] = state;
    if (isVital && state.state === 'stuck') isHealthy = false;
  }
  return { isHealthy, loops: states };
}
