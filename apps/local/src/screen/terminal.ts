import { createLogUpdate } from 'log-update';

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
