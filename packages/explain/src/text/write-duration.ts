const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;

/** A duration as one says it: `0.4 s`, `74 s`, `3 min 20 s`, `2 d 5 h`. */
export function writeDuration(ms: number): string {
  const seconds = Math.abs(ms) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const rounded = Math.round(seconds);
  if (rounded < 120) return `${rounded} s`;
  const largest = UNITS.findIndex(([, size]) => rounded >= size);
  const [[name, size], next] = [UNITS[largest]!, UNITS[largest + 1]];
  const whole = `${Math.floor(rounded / size)} ${name}`;
  const rest = next ? Math.floor((rounded % size) / next[1]) : 0;
  return next && rest > 0 ? `${whole} ${rest} ${next[0]}` : whole;
}
