import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { errorIn, followFile, lastWords } from './app-log.ts';
import { memoryFlags, type AppPlan } from './plan-apps.ts';

/** Where and how apps run. */
export interface AppSurroundings {
  appsFolder: string;
  logFolder: string;
  env: NodeJS.ProcessEnv;
  /** One line for the person at the terminal. */
  say: (line: string) => void;
}

export interface AppRun {
  child: ChildProcess;
  /** Resolves when the process is gone, with how it ended and what it complained of. */
  ended: Promise<string>;
}

const PRELOAD = fileURLToPath(new URL('../supervision/end-with-launcher.ts', import.meta.url));

/**
 * Starts one app once; all it writes goes into its log file, and its errors to the terminal too. A file, not a pipe: the
 * logger of an app would try for ever to write its last lines to a launcher that was killed.
 */
export function runApp(
  { name, port, args, env: own }: AppPlan,
  { appsFolder, logFolder, env, say }: AppSurroundings,
): AppRun {
  const main = join(appsFolder, name, 'src', 'main.ts');
  const logFile = join(logFolder, `${name}.log`);
  const log = openSync(logFile, 'a');
  const begin = fstatSync(log).size;
  const child = spawn(process.execPath, [...memoryFlags(name), '--import', PRELOAD, main, ...args], {
    env: { ...env, ...own, PORT: `${port}` },
    stdio: ['ignore', log, log, 'ipc'],
    detached: true, // Ctrl-C is for us: the simulator stops before the apps, the apps before their database
  });
  closeSync(log);
  const exited = once(child, 'exit');
  const complaints: string[] = [];
  const followed = followFile(logFile, begin, exited, (line) => {
    const error = errorIn(line);
    if (error) say(`${name}: ${error}`);
    if (line.startsWith('{')) return;
    complaints.push(line);
    complaints.splice(0, complaints.length - 50);
  });
  const ended = Promise.all([exited, followed]).then(([[code, signal]]) =>
    [signal ?? `exit code ${code}`, ...lastWords(complaints)].join(': '),
  );
  return { child, ended };
}
