import { setTimeout as delay } from 'node:timers/promises';

/** worker-status applies a fact within some milliseconds; should it be away, the command is looked at again later. */
const PATIENCE_MS = 1000;
const EVERY_MS = 25;

/** Waits for what was entered to be seen in the rows; false where it was not, in time. */
export async function untilSeen(isSeen: () => Promise<boolean>, patienceMs = PATIENCE_MS): Promise<boolean> {
  const giveUpAt = performance.now() + patienceMs;
  while (!(await isSeen())) {
    if (performance.now() > giveUpAt) return false;
    await delay(EVERY_MS);
  }
  return true;
}
