const LONGEST = 240;

/** What a log line of ours (JSON) says when a person must act: level ERROR or FATAL. */
export function errorIn(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const { level, msg, err } = JSON.parse(line) as {
      level?: string | number;
      msg?: string;
      err?: { message?: string };
    };
    const isError = level === 'error' || level === 'fatal' || (typeof level === 'number' && level >= 50);
    if (!isError) return undefined;
    return ['ERROR', msg, ...(err?.message && err.message !== msg ? [`(${err.message})`] : [])]
      .join(' ')
      .slice(0, LONGEST);
  } catch {
    return undefined;
  }
}

/** The complaint in what a process wrote to stderr before it ended, on one line; empty when it said nothing. */
export function lastWords(lines: readonly string[]): string[] {
  const words = lines
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('at ') && !line.startsWith('Node.js v'));
  const start = words.findLastIndex((line) => /^(\w*Error\b|The environment)/.test(line));
  const complaint = words.slice(Math.max(start, 0), Math.max(start, 0) + 3).join(' ');
  return complaint ? [complaint.slice(0, LONGEST)] : [];
}
