/** Between which shares of a delay the actual one is drawn, evenly: `[0.75, 1.25]` is a quarter either way. */
export type Jitter = readonly [from: number, to: number];

/** Anything from none to all of the delay: spreads many clients best, and says least about when one of them comes. */
export const FULL_JITTER: Jitter = [0, 1];
/** A quarter either way: keeps a schedule recognizable, and keeps retries that began together apart. */
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

/** Milliseconds to wait before the next attempt, after `failures` failed ones (at least 1). Every retry delay comes from here. */
export function backoffMs(failures: number, { firstMs, longestMs, jitter, random }: BackoffOptions): number {
  const doublings = Math.min(Math.max(failures, 1) - 1, 64); // finite whatever is counted
  return withJitter(Math.min(longestMs, firstMs * 2 ** doublings), jitter, random);
}

/** A delay that is not this module's to choose, in any unit, spread by `jitter`. */
export function withJitter(delay: number, [from, to]: Jitter = PROPORTIONAL_JITTER, random = Math.random): number {
  return delay * (from + random() * (to - from));
}
