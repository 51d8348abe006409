import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const MAX_LENGTH = 240;
const READ_EVERY_MS = 200;

/** Passes every whole line that a file gets after `offset` (in bytes) to `onLine`; resolves at its end once `ended` has settled. */
export async function followFile(
  path: string,
  offset: number,
  ended: Promise<unknown>,
  onLine: (line: string) => void,
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
    for (const line of lines) onLine(line);
    if (bytesRead) continue;
    if ((await file.stat()).size < position) position = 0; // it was cut: see boundLogs
    if (isLast) return;
    await Promise.race([delay(READ_EVERY_MS, undefined, { ref: false }), over]);
  }
}

/** The message of a JSON log line of level `error` or `fatal`, else undefined. */
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
      .slice(0, MAX_LENGTH);
  } catch {
    return undefined;
  }
}

/** The mistakes of an environment in the lines that a process wrote to stderr: those that are indented, or all. */
export function faultsIn(lines: readonly string[]): string[] {
  const indented = lines.filter((line) => line.startsWith('  '));
  return (indented.length > 0 ? indented : lines).map((line) => line.trim()).filter(Boolean);
}

/** The error in the last lines that a process wrote to stderr, joined to one line; empty when it wrote none. */
export function lastErrorIn(lines: readonly string[]): string[] {
  const texts = lines
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('at ') && !line.startsWith('Node.js v'));
  const start = texts.findLastIndex((line) => /^(\w*Error\b|The environment)/.test(line));
  const error = texts.slice(Math.max(start, 0), Math.max(start, 0) + 3).join(' ');
  return error ? [error.slice(0, MAX_LENGTH)] : [];
}
