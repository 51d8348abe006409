import { setTimeout as delay } from 'node:timers/promises';

interface Supervision {
  /** Ends the supervision; what runs is not touched. */
  signal: AbortSignal;
  /** One line for the person at the terminal. */
  say: (line: string) => void;
  pause?: (pauseMs: number, signal: AbortSignal) => Promise<void>;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const STEADY_AFTER_MS = 60_000;

/**
 * Runs something again whenever it ends by itself, with pauses that double from half a second to half a minute and begin
 * anew after a minute of running. `run` resolves or rejects when it has ended; the value says how.
 */
export async function keepRunning(
  name: string,
  run: () => Promise<string>,
  { signal, say, pause = pauseUnlessAborted }: Supervision,
): Promise<void> {
  let pauseMs = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    const startedAt = Date.now();
    const how = await run().catch((error: Error) => error.message);
    if (signal.aborted) return;
    if (Date.now() - startedAt > STEADY_AFTER_MS) pauseMs = FIRST_PAUSE_MS;
    say(`${name} ended (${how}); starting it again in ${pauseMs / 1000} s`);
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

const pauseUnlessAborted = (pauseMs: number, signal: AbortSignal): Promise<void> =>
  delay(pauseMs, undefined, { signal }).catch(() => {});
