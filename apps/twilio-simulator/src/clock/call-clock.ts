/** The time of one simulated call. */
export interface CallClock {
  /** Milliseconds since 1970, as the call's payloads show it. */
  now(): number;
  /** Seconds that have gone by on the line, also in the middle of a `pass`. */
  elapsed(): number;
  /** Lets simulated seconds go by on the line; rejects with the reason when the call is broken in upon, and at a stop. */
  pass(seconds: number, interrupted?: AbortSignal): Promise<void>;
  /** Lets them go by beside the call, whatever becomes of it, and tells what time it is then. Rejects at a stop. */
  wait(seconds: number): Promise<number>;
}
