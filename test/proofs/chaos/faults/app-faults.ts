import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { AppProcess } from '../../../support/processes/processes.ts';
import { killAndRestart, startAgain, type Fault, type Scene } from './fault.ts';

const SHIFT_CLOCK = fileURLToPath(new URL('../inside/shift-clock.ts', import.meta.url));
const HOUR_MS = 3_600_000;

/** Processes of ours are killed, frozen, or have a wrong clock. */
export function appFaults({ stack, spool, random }: Scene): Fault[] {
  const { ingest, relay, workers } = stack;
  const worker = random.pick([0, 1] as const);
  const other = worker === 0 ? 1 : 0;
  const [pauseMs, longMs] = [random.between(300, 1500), random.between(3000, 8000)];
  const shiftMs = random.pick([-HOUR_MS, -10 * 60_000, 10 * 60_000, HOUR_MS, 24 * HOUR_MS]);
  const shifted = random.pick([
    { app: ingest, name: 'ingest' as const },
    { app: workers[worker]!, name: `worker ${worker}` as const },
    ...(relay ? [{ app: relay, name: 'relay' as const }] : []),
  ]);
  return [
    {
      name: 'kill -9 ingest',
      targets: ['ingest'],
      async strike() {
        await ingest.kill('SIGKILL');
        await spool.cutPower();
        await killAndRestart(ingest, pauseMs);
      },
    },
    {
      name: `kill -9 worker ${worker}`,
      targets: [`worker ${worker}`],
      strike: () => killAndRestart(workers[worker]!, pauseMs),
    },
    { name: `freeze worker ${other}`, targets: [`worker ${other}`], strike: () => freeze(workers[other]!, longMs) },
    ...(relay
      ? [{ name: 'kill -9 relay', targets: ['relay'], strike: () => killAndRestart(relay, pauseMs) } as const]
      : []),
    {
      name: `move the clock of ${shifted.name}`,
      detail: `${shiftMs / 60_000} min`,
      targets: [shifted.name],
      strike: () => shiftClock(shifted.app, shiftMs, longMs),
    },
  ];
}

async function freeze(app: AppProcess, frozenMs: number): Promise<void> {
  await app.kill('SIGSTOP');
  await delay(frozenMs);
  await app.kill('SIGCONT');
}

async function shiftClock(app: AppProcess, shiftMs: number, lastsMs: number): Promise<void> {
  await startAgain(app, { NODE_OPTIONS: `--import ${SHIFT_CLOCK}`, CLOCK_SHIFT_MS: `${shiftMs}` });
  await delay(lastsMs);
  await startAgain(app);
}
