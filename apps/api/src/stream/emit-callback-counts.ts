import { withActor, type Database } from '@trunkline/db/connection';
import { countCallbacks, type CallbackCounts } from '@trunkline/db/stream';
import { groupsWanting, type EventGroup } from './event-group.ts';
import { notice } from './frame.ts';

const NAMES = { received: 'callback.received', applied: 'callback.applied' } as const;

/**
 * Sends how many callbacks were received and applied since the last time to clients that may see them and want to, once a
 * round. The rows are counted by their ids: nothing is written for it, and nothing read while no client wants it.
 */
export function callbackCounter(db: Database, groupsOf: () => readonly EventGroup[]): () => Promise<void> {
  let before: CallbackCounts | undefined;
  return async () => {
    const concerned = groupsWanting(groupsOf(), 'inbox.read', PROBES);
    if (concerned.length === 0) {
      before = undefined;
      return;
    }
    const counts = await withActor(db, concerned[0]!.actor, (tx) => countCallbacks(tx, before));
    before = counts;
    const timestamp = new Date().toISOString();
    for (const which of ['received', 'applied'] as const) {
      const { count, callbackIds } = counts[which];
      if (count === 0) continue;
      const frame = notice(NAMES[which], null, { timestamp, count, callback_ids: callbackIds });
      for (const group of concerned) group.sendUnnumbered(frame);
    }
  };
}

const PROBES = Object.values(NAMES).map((name) => notice(name, null, {}));
