import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT_MISCONFIGURED } from '@trunkline/service';
import { errorIn, faultsIn, followFile, lastErrorIn } from './app-log.ts';
import { memoryFlags, type AppPlan } from './plan-apps.ts';

/** What all apps share. */
export interface AppContext {
  appsFolder: string;
  logFolder: string;
  env: NodeJS.ProcessEnv;
  /** Prints a line to the terminal. */
  say: (line: string) => void;
}

export interface AppRun {
  child: ChildProcess;
  /** Resolves when the process has exited, with its exit code or signal and its last error in words. */
  ended: Promise<string>;
  /** Resolves when the process has exited: the mistakes of its environment, a line each, if it ended because of them. */
  misconfigured: Promise<string[] | undefined>;
}

const PRELOAD = fileURLToPath(new URL('../supervision/end-with-launcher.ts', import.meta.url));

/**
 * Starts an app once. Its output goes to its log file, its errors also to the terminal. A file, not a pipe: after a
 * `kill -9` of the launcher the logger of an app would try for ever to write its last lines to the pipe.
 */
export function runApp(
  { name, port, args, env: own }: AppPlan,
  { appsFolder, logFolder, env, say }: AppContext,
): AppRun {
  const main = join(appsFolder, name, 'src', 'main.ts');
  const logFile = join(logFolder, `${name}.log`);
  const log = openSync(logFile, 'a');
  const begin = fstatSync(log).size;
  const child = spawn(process.execPath, [...memoryFlags(name), '--import', PRELOAD, main, ...args], {
    env: { ...env, ...own, PORT: `${port}` },
    stdio: ['ignore', log, log, 'ipc'],
    detached: true, // Ctrl-C reaches only the launcher, which stops simulator, apps and database in this order
  });
  closeSync(log);
  const exited = once(child, 'exit');
  const otherLines: string[] = [];
  const followed = followFile(logFile, begin, exited, (line) => {
    const error = errorIn(line);
    if (error) say(`${name}: ${error}`);
    if (line.startsWith('{')) return;
    otherLines.push(line);
    otherLines.splice(0, otherLines.length - 50);
  });
  const finished = Promise.all([exited, followed]);
  const ended = finished.then(([[code, signal]]) =>
    [signal ?? `exit code ${code}`, ...lastErrorIn(otherLines)].join(': '),
  );
  const misconfigured = finished.then(([[code]]) => (code === EXIT_MISCONFIGURED ? faultsIn(otherLines) : undefined));
  return { child, ended, misconfigured };
}
