import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const CHECK_EVERY_MS = 250;
const SHELLS = ['sh', 'ash', 'bash', 'dash', 'zsh'];

/** A process and the one that started it; the latter changes when that one ends. */
interface Link {
  pid: number;
  parent: number;
}

/**
 * Calls `onEnd` once when the parent of this process is gone, even by `kill -9`. Below npm also when npm is: between the
 * two is a shell, which neither passes a signal on nor ends with npm. The parent of npm may end, as with `nohup npm start &`.
 */
export function onParentEnd(onEnd: () => void): void {
  const links = listLinks();
  const timer = setInterval(() => {
    if (links.every(({ pid, parent }) => parentOf(pid) === parent)) return;
    clearInterval(timer);
    onEnd();
  }, CHECK_EVERY_MS).unref();
}

/** From this process up to the topmost npm of those that run each other, as `npm test` runs `npm run jest`. */
function listLinks(): Link[] {
  const links: Link[] = [];
  let count = 1;
  for (let pid = process.pid; ; pid = links.at(-1)!.parent) {
    const parent = parentOf(pid);
    links.push({ pid, parent });
    const command = commandOf(parent);
    if (isNpm(command)) count = links.length;
    else if (!isShell(command)) break;
  }
  const isOrphan = !links.some(({ parent }) => isNpm(commandOf(parent))) && links.at(-1)?.parent === 1;
  return isOrphan && process.env['npm_lifecycle_event'] !== undefined ? [GONE] : links.slice(0, count);
}

/** npm had ended before this process looked for it. */
const GONE: Link = { pid: process.pid, parent: -1 };

/** 0 when there is no such process. Elsewhere than on Linux only the own parent is known. */
function parentOf(pid: number): number {
  if (pid === process.pid) return process.ppid;
  const stat = readProcess(pid, 'stat'); // `42 (name with spaces) S 1 …`
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
}

const commandOf = (pid: number): string[] => readProcess(pid, 'cmdline').split('\0');

/** npm names itself `npm start`; until then it is `node …/npm-cli.js`. */
const isNpm = ([program = '', script = '']: string[]): boolean =>
  /^npm\b/.test(program) || basename(script) === 'npm-cli.js' || basename(script) === 'npm';

const isShell = ([program = '', flag = '']: string[]): boolean => SHELLS.includes(basename(program)) && flag === '-c';

function readProcess(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
