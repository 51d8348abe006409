import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const LONGEST = 240;
const LOOK_EVERY_MS = 200;

/** Hands on every whole line that is added to a file from `offset` on; ends after the last one once `ended` resolves. */
export async function followFile(
  path: string,
  offset: number,
  ended: Promise<unknown>,
  take: (line: string) => void,
): Promise<void> {
  let isOver = false;
  const over = ended.then(
    () => (isOver = true),
    () => (isOver = true),
  );
  await using file = await open(path, 'r');
  let position = offset;
  let rest = '';
  for (let isLast = false; ; isLast = isOver) {
    const { bytesRead, buffer } = await file.read({ position, buffer: Buffer.alloc(65_536) });
    position += bytesRead;
    const lines = `${rest}${buffer.toString('utf8', 0, bytesRead)}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
    if (bytesRead) continue;
    if (isLast) return;
    await Promise.race([delay(LOOK_EVERY_MS, undefined, { ref: false }), over]);
  }
}

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
