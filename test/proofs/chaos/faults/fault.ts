import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../../../support/eventually.ts';
import type { AppProcess } from '../../../support/processes/processes.ts';
import type { Stack } from '../../../support/processes/stack.ts';
import type { Random } from '../random.ts';
import type { SpoolDisk } from './spool-disk.ts';

/** What a fault strikes. Each has one fault at a time. */
export type Target = 'ingest' | 'worker 0' | 'worker 1' | 'relay' | 'postgres' | 'sessions' | 'queue' | 'spool';

/** A fault; `strike` resolves once it has passed. */
export type Fault = { name: string; detail?: string; targets: readonly Target[]; strike: () => Promise<void> };

/** What faults are made from. `longestMs`: how long one may last in this run. */
export type Scene = { stack: Stack; spool: SpoolDisk; random: Random; longestMs: number };

const STARTED_WITHIN_MS = 120_000;

export async function killAndRestart(app: AppProcess, pauseMs: number): Promise<void> {
  await app.kill('SIGKILL');
  await delay(pauseMs);
  await startAgain(app);
}

/** As a supervisor does: another fault may end an app at its start. */
export const startAgain = (app: AppProcess, env: Record<string, string> = {}): Promise<void> =>
  eventually(() => app.restart(env), { timeoutMs: STARTED_WITHIN_MS });
