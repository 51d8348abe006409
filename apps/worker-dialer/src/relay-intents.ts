import type { Database } from '@trunkline/db/connection';
import { claimDueIntents } from '@trunkline/db/dialing';
import { dialerQueue, type Relay } from '@trunkline/queues';

/** The least that is enqueued at a time: intents whose call is looked for do not count against the calls per second. */
const LEAST = 10;

/**
 * Enqueues every intent that is due, but no more than can be dialled soon, so that those whose call is looked for do not
 * wait behind the others. A lost job is added again: the row stays due.
 */
export function intentRelay({ pool }: Pick<Database, 'pool'>, perSecond: number): Relay<{ intentId: string }> {
  const limit = Math.max(LEAST, perSecond);
  return {
    queue: dialerQueue,
    everyMs: 500,
    maxDepth: limit - 1,
    claim: async () => (await claimDueIntents(pool, limit)).map((intentId) => ({ data: { intentId } })),
  };
}
