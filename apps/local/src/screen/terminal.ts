import { createLogUpdate } from 'log-update';

const REPEAT_AFTER_MS = 10_000;
const MAX_REMEMBERED = 1000;

/** Lines that stay, and on a real terminal a block below them that is redrawn. */
export interface Terminal {
  /** True when a block can be redrawn. */
  isLive: boolean;
  /** Prints a line that stays. */
  say: (line: string) => void;
  /** Replaces the block. */
  show: (block: string) => void;
  /** Leaves the block as it is; lines follow below it. */
  endBlock: () => void;
}

/** Opens stdout; a pipe or a file gets plain lines and no block. */
export function openTerminal(stream: NodeJS.WriteStream = process.stdout): Terminal {
  const isLive = stream.isTTY;
  const block = isLive ? createLogUpdate(stream) : undefined;
  let shown = '';
  stream.once('error', () => process.kill(process.pid, 'SIGTERM')); // the terminal or the reading end of the pipe is closed
  stream.on('error', () => {});
  return {
    isLive,
    say(line) {
      block?.clear();
      stream.write(`${line}\n`);
      if (shown) block?.(shown);
    },
    show(text) {
      shown = text;
      block?.(text);
    },
    endBlock() {
      shown = '';
      block?.done();
      if (isLive) stream.write('\n'); // the terminal has written ^C into the last line
    },
  };
}

/** Prints the same line at most every ten seconds: an outage makes an error per callback. */
export function withoutRepeats(say: (line: string) => void): (line: string) => void {
  const saidAt = new Map<string, number>();
  return (line) => {
    const now = Date.now();
    if (now - (saidAt.get(line) ?? 0) < REPEAT_AFTER_MS) return;
    if (saidAt.size >= MAX_REMEMBERED) saidAt.clear();
    saidAt.set(line, now);
    say(line);
  };
}
