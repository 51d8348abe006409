import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Scene } from './fault.ts';

/** The queue loses its jobs or delivers them again; Redis is killed, frozen, or gone for long. */
export function queueFaults({ stack, random, longestMs }: Scene): Fault[] {
  const { redis } = stack;
  const [pauseMs, frozenMs] = [random.between(300, 1500), random.between(3000, 8000)];
  const goneMs = random.between(longestMs / 2, longestMs);
  const faults: Fault[] = [
    { name: 'flush the queue', targets: ['queue'], strike: () => stack.flushQueue() },
    { name: 'deliver jobs again', targets: ['queue'], strike: () => stack.deliverAgain() },
  ];
  if (!redis) return faults;
  const killFor = async (ms: number): Promise<void> => {
    redis.signal('SIGKILL');
    await delay(ms);
    await redis.restart();
  };
  return [
    ...faults,
    { name: 'kill -9 redis', targets: ['queue'], strike: () => killFor(pauseMs) },
    {
      name: 'take redis away',
      detail: `${Math.round(goneMs / 1000)} s`,
      targets: ['queue'],
      strike: () => killFor(goneMs),
    },
    {
      name: 'freeze redis',
      targets: ['queue'],
      async strike() {
        redis.signal('SIGSTOP');
        await delay(frozenMs);
        redis.signal('SIGCONT');
      },
    },
  ];
}
