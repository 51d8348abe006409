import { onParentEnd } from './on-parent-end.ts';

/** npm forwards the Ctrl-C that the terminal has already sent us: signals this close are one keypress. */
const SAME_KEYPRESS_MS = 1000;

/**
 * Aborts the signal at the first SIGINT, SIGTERM or SIGHUP, or when npm or whatever else started this process is gone;
 * calls `onSecond` at a signal that comes a second later.
 */
export function onInterruption(onSecond: () => void): AbortSignal {
  const interruption = new AbortController();
  let firstAt = 0;
  const interrupt = (): void => {
    if (interruption.signal.aborted && Date.now() - firstAt > SAME_KEYPRESS_MS) return onSecond();
    firstAt ||= Date.now();
    interruption.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  onParentEnd(() => interruption.signal.aborted || interrupt());
  return interruption.signal;
}
