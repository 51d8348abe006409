import { setTimeout as delay } from 'node:timers/promises';
import { killAndRestart, type Fault, type Scene } from './fault.ts';

/** While Postgres is gone, ingest is killed or its spool's disk is full. */
export function spoolFaults({ stack, spool, random }: Scene): Fault[] {
  const { fill } = spool;
  const [pauseMs, downMs] = [random.between(300, 1500), random.between(2000, 4000)];
  const faults: Fault[] = [
    {
      name: 'crash postgres, kill -9 ingest',
      targets: ['postgres', 'ingest'],
      async strike() {
        const crashed = stack.crashPostgres(downMs);
        await delay(downMs / 2);
        await stack.ingest.kill('SIGKILL');
        await spool.cutPower();
        await Promise.all([crashed, killAndRestart(stack.ingest, pauseMs)]);
      },
    },
  ];
  if (!fill) return faults;
  return [
    ...faults,
    { name: 'fill the spool disk', targets: ['spool'], strike: () => fill(downMs) },
    {
      name: 'crash postgres, fill the spool disk',
      targets: ['postgres', 'spool'],
      strike: async () => void (await Promise.all([stack.crashPostgres(downMs), fill(downMs)])),
    },
  ];
}
