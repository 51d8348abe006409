const REPEAT_AFTER_MS = 10_000;
const REMEMBERED = 1000;

/** Passes lines on, but the same line only every ten seconds: an outage makes one error per callback. */
export function withoutRepeats(say: (line: string) => void): (line: string) => void {
  const saidAt = new Map<string, number>();
  return (line) => {
    const now = Date.now();
    if (now - (saidAt.get(line) ?? 0) < REPEAT_AFTER_MS) return;
    if (saidAt.size >= REMEMBERED) saidAt.clear();
    saidAt.set(line, now);
    say(line);
  };
}
