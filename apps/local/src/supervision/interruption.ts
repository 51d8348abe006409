/** npm forwards the Ctrl-C that the terminal has already sent us: signals this close are one keypress. */
const SAME_KEYPRESS_MS = 1000;

/** Aborts the signal at the first SIGINT, SIGTERM or SIGHUP; calls `onSecond` at one that comes a second later. */
export function onInterruption(onSecond: () => void): AbortSignal {
  const interruption = new AbortController();
  let firstAt = 0;
  const interrupt = (): void => {
    if (interruption.signal.aborted && Date.now() - firstAt > SAME_KEYPRESS_MS) return onSecond();
    firstAt ||= Date.now();
    interruption.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  return interruption.signal;
}
