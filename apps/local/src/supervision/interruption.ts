/** npm passes a Ctrl-C on to us that the terminal has sent already: the same one, not a second one. */
const SAME_KEYPRESS_MS = 1000;

/** Aborts at the first SIGINT, SIGTERM or SIGHUP; another SIGINT or SIGTERM a second later calls `insist`. */
export function onInterruption(insist: () => void): AbortSignal {
  const interruption = new AbortController();
  let firstAt = 0;
  const interrupt = (): void => {
    if (interruption.signal.aborted && Date.now() - firstAt > SAME_KEYPRESS_MS) return insist();
    firstAt ||= Date.now();
    interruption.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  return interruption.signal;
}
