/** The time that calls live by. Processes that are given the same start and speed agree on it. */
export interface Clock {
  readonly speed: number;
  /** Milliseconds since 1970. */
  now(): number;
  /** What the clock showed at a moment of the wall clock. */
  at(wallMs: number): number;
}

/** A clock that runs `speed` times faster than real from `startMs` on, a moment of the recent past. */
export function startClock(startMs: number, speed: number): Clock {
  const at = (wallMs: number): number => Math.floor(startMs + (wallMs - startMs) * speed);
  return { speed, at, now: () => at(Date.now()) };
}

export const realTime: Clock = startClock(0, 1);
