import { setTimeout as delay } from 'node:timers/promises';
import type { AppProcess } from '../../support/processes/processes.ts';
import type { Stack } from '../../support/processes/stack.ts';
import type { Random } from './random.ts';

/** A fault: its target, which has one fault at a time, and `strike`, which resolves once the fault has passed. */
export type Fault = { name: string; target: string; strike(): Promise<void> };

/** All faults in a random order with random durations, again and again. */
export function* drawFaults(stack: Stack, random: Random): Generator<Fault, never> {
  for (;;) yield* random.shuffle(faultsOf(stack, random));
}

function faultsOf(stack: Stack, random: Random): Fault[] {
  const worker = random.pick([0, 1]);
  const pauseMs = random.between(300, 1500);
  const freezeMs = random.between(3000, 8000);
  return [
    { name: 'kill -9 ingest', target: 'ingest', strike: () => killAndRestart(stack.ingest, pauseMs) },
    {
      name: `kill -9 worker ${worker}`,
      target: `worker ${worker}`,
      strike: () => killAndRestart(stack.workers[worker]!, pauseMs),
    },
    {
      name: `freeze worker ${1 - worker}`,
      target: `worker ${1 - worker}`,
      strike: () => freeze(stack.workers[1 - worker]!, freezeMs),
    },
    { name: 'crash postgres', target: 'postgres', strike: () => stack.crashPostgres(pauseMs) },
    { name: 'flush the queue', target: 'queue', strike: () => stack.flushQueue() },
    { name: 'deliver jobs again', target: 'queue', strike: () => stack.deliverAgain() },
    ...relayFaults(stack, pauseMs),
    ...redisFaults(stack, pauseMs, freezeMs),
  ];
}

function relayFaults({ relay }: Stack, pauseMs: number): Fault[] {
  return relay ? [{ name: 'kill -9 relay', target: 'relay', strike: () => killAndRestart(relay, pauseMs) }] : [];
}

function redisFaults({ redis }: Stack, pauseMs: number, freezeMs: number): Fault[] {
  if (!redis) return [];
  return [
    {
      name: 'kill -9 redis',
      target: 'queue',
      async strike() {
        redis.signal('SIGKILL');
        await delay(pauseMs);
        await redis.restart();
      },
    },
    {
      name: 'freeze redis',
      target: 'queue',
      async strike() {
        redis.signal('SIGSTOP');
        await delay(freezeMs);
        redis.signal('SIGCONT');
      },
    },
  ];
}

async function killAndRestart(app: AppProcess, pauseMs: number): Promise<void> {
  await app.kill('SIGKILL');
  await delay(pauseMs);
  await app.restart();
}

async function freeze(app: AppProcess, freezeMs: number): Promise<void> {
  await app.kill('SIGSTOP');
  await delay(freezeMs);
  await app.kill('SIGCONT');
}
