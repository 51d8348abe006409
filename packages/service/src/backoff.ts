/** The range of the factor that a delay is multiplied by, drawn evenly: `[0.75, 1.25]` is a quarter either way. */
export type Jitter = readonly [from: number, to: number];

/** From none to all of the delay: spreads many clients best. */
export const FULL_JITTER: Jitter = [0, 1];
/** A quarter either way: keeps retries that began together apart, and the schedule recognizable. */
export const PROPORTIONAL_JITTER: Jitter = [0.75, 1.25];
export const NO_JITTER: Jitter = [1, 1];

export type BackoffOptions = {
  /** Delay after the first failure, in ms. It doubles with each further one. */
  firstMs: number;
  /** The most that a delay grows to before jitter, in ms. */
  longestMs: number;
  /** Default: a quarter either way. */
  jitter?: Jitter;
  /** In [0, 1). Default: `Math.random`. */
  random?: () => number;
};

/** Milliseconds until the next attempt, after `failures` failed ones (at least 1). Every retry delay comes from here. */
export function backoffMs(failures: number, { firstMs, longestMs, jitter, random }: BackoffOptions): number {
  const doublings = Math.min(Math.max(failures, 1) - 1, 64); // finite for any count
  return withJitter(Math.min(longestMs, firstMs * 2 ** doublings), jitter, random);
}

/** A given delay, in any unit, spread by `jitter`. For schedules that are not exponential. */
export function withJitter(delay: number, [from, to]: Jitter = PROPORTIONAL_JITTER, random = Math.random): number {
  return delay * (from + random() * (to - from));
}
