import { setTimeout as delay } from 'node:timers/promises';

interface Supervision {
  /** Ends the supervision; the run in progress goes on. */
  signal: AbortSignal;
  /** Prints a line to the terminal. */
  say: (line: string) => void;
  pause?: (pauseMs: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
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
  let pauseMs = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    const startedAt = Date.now();
    const end = await run().catch((error: Error) => error.message);
    if (signal.aborted) return;
    if (Date.now() - startedAt > STEADY_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
    say(`${name} ended (${end}); starting it again in ${pauseMs / 1000} s`);
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

const pauseUnlessAborted = (pauseMs: number, signal: AbortSignal): Promise<void> =>
  delay(pauseMs, undefined, { signal }).catch(() => {});
