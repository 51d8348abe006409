/** The time between two log lines of one cause. */
const LINE_EVERY_MS = 600_000;
/** The oldest cause is forgotten beyond these: its next line is logged at once. */
const CAUSES_AT_MOST = 1000;

/** Decides whether to log a line: the number of equal ones that were not logged before it, or undefined to leave it out. */
export type LineLimit = (cause: string) => number | undefined;

/** One log line per cause and ten minutes, so that what fails a thousand times is read once. `now` is in ms. */
export function openLineLimit(now: () => number = Date.now): LineLimit {
  const causes = new Map<string, { loggedAt: number; held: number }>();
  return (cause) => {
    const known = causes.get(cause);
    if (known && now() - known.loggedAt < LINE_EVERY_MS) {
      known.held += 1;
      return undefined;
    }
    causes.delete(cause); // and to the end, so that the first one is the oldest
    causes.set(cause, { loggedAt: now(), held: 0 });
    if (causes.size > CAUSES_AT_MOST) causes.delete(causes.keys().next().value!);
    return known?.held ?? 0;
  };
}
