import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

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
