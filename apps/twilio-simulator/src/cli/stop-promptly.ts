import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../simulator.ts';

/** Ends all loads; what is on its way gets a second to be answered. */
export async function stopPromptly(simulator: Simulator): Promise<void> {
  await Promise.race([simulator.stop(), sleep(partingMs, undefined, { ref: false })]);
  await simulator.close();
}

const partingMs = 1000;
