import { readdirSync, readFileSync } from 'node:fs';

/** A running process; Linux only. */
export interface ListedProcess {
  pid: number;
  parent: number;
  command: string;
}

/** All processes of this machine. */
function listProcesses(): ListedProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => {
    const stat = read(name, 'stat'); // `42 (name with spaces) S 1 …`
    const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (!parent || state === 'Z') return [];
    return [{ pid: Number(name), parent: Number(parent), command: read(name, 'cmdline').replaceAll('\0', ' ').trim() }];
  });
}

/** The processes that have this text in their command line or in their environment. */
export const listProcessesWith = (text: string): ListedProcess[] =>
  listProcesses().filter(({ pid, command }) => command.includes(text) || read(`${pid}`, 'environ').includes(text));

/** The processes that a process has started and that still run. */
export const childrenOf = (pid: number): number[] =>
  listProcesses().flatMap(({ pid: child, parent }) => (parent === pid ? [child] : []));

/** The process that a process started first; throws when there is none. */
export function getChild(pid: number): ListedProcess {
  const child = listProcesses().find(({ parent }) => parent === pid);
  if (!child) throw new Error(`Process ${pid} has no child`);
  return child;
}

/** Empty for a process that has ended. */
function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
