import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What opens an address in the person's browser, by system. */
const OPENERS: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

type Terminal = Pick<NodeJS.ReadStream, 'isTTY' | 'setRawMode' | 'setEncoding' | 'on' | 'off' | 'resume' | 'pause'>;

/** True if keys can be read: a job in the background that reads its terminal is stopped by the system. */
export const hasKeys = (stdin: Pick<Terminal, 'isTTY'> = process.stdin): boolean => stdin.isTTY && isForeground();

/**
 * Opens the address when the person presses `o`. A terminal that reports single keys makes no signal of Ctrl-C, so it is
 * passed on.
 */
export function offerConsole(
  open: () => void,
  { stdin = process.stdin, interrupt = () => void process.kill(process.pid, 'SIGINT') }: Partial<Offering> = {},
): Disposable {
  const onKey = (key: string): void => {
    if (key === '\u0003') interrupt();
    if (key === 'o') open();
  };
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.on('data', onKey);
  stdin.resume();
  return {
    [Symbol.dispose]() {
      stdin.off('data', onKey);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}

type Offering = { stdin: Terminal; interrupt: () => void };

/** Opens an address in the browser; says the address if there is none. */
export function openInBrowser(address: string, say: (line: string) => void): void {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const failed = (): void => say(`No browser could be opened. Open ${address}`);
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
  child.once('error', failed).once('exit', (code) => code === 0 || failed());
  child.unref();
}

/** By the numbers of the process group and of the one that has the terminal; only Linux shows them as a file. */
function isForeground(): boolean {
  if (process.platform !== 'linux') return true;
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return fields[2] === fields[5];
}
