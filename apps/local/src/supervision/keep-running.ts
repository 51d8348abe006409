import { backoffMs, NO_JITTER } from '@trunkline/service';
import { setTimeout as delay } from 'node:timers/promises';

interface Supervision {
  /** Ends the supervision; the run in progress goes on. */
  signal: AbortSignal;
  /** Prints a line to the terminal. */
  say: (line: string) => void;
  pause?: (pauseMs: number, signal: AbortSignal) => Promise<void>;
}

const BACKOFF = { firstMs: 500, longestMs: 30_000, jitter: NO_JITTER };
const STEADY_AFTER_MS = 60_000;

/**
 * Calls `run` again whenever it ends, after a pause that doubles from 0.5 s to 30 s and is reset by a run of a minute.
 * `run` resolves with how it ended, in words, or rejects.
 */
export async function keepRunning(
  name: string,
  run: () => Promise<string>,
  { signal, say, pause = pauseUnlessAborted }: Supervision,
): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    const startedAt = Date.now();
    const end = await run().catch((error: Error) => error.message);
    if (signal.aborted) return;
    failures = Date.now() - startedAt > STEADY_AFTER_MS ? 1 : failures + 1;
    const pauseMs = backoffMs(failures, BACKOFF);
    say(`${name} ended (${end}); starting it again in ${pauseMs / 1000} s`);
    await pause(pauseMs, signal);
  }
}

const pauseUnlessAborted = (pauseMs: number, signal: AbortSignal): Promise<void> =>
  delay(pauseMs, undefined, { signal }).catch(() => {});
