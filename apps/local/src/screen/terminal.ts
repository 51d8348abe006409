import { createLogUpdate } from 'log-update';

const REPEAT_AFTER_MS = 10_000;
const REMEMBERED = 1000;

/** What a person sees: lines that stay, and on a real terminal one block that is redrawn below them. */
export interface Terminal {
  /** Whether a block can be redrawn. */
  isLive: boolean;
  /** A line that stays. */
  say: (line: string) => void;
  /** Replaces the block. */
  show: (block: string) => void;
  /** Leaves the block as it is; lines follow below it. */
  endBlock: () => void;
}

/** `stream` is stdout; a pipe or a file gets plain lines and no block. */
export function openTerminal(stream: NodeJS.WriteStream = process.stdout): Terminal {
  const isLive = stream.isTTY;
  const block = isLive ? createLogUpdate(stream) : undefined;
  let shown = '';
  stream.once('error', () => process.kill(process.pid, 'SIGTERM')); // the terminal is closed, or `| head` has had enough
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
    },
  };
}

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
