import { scopeOf } from '@trunkline/access';
import { withActor, type Database } from '@trunkline/db/connection';
import { measureInbox } from '@trunkline/db/inbox';
import type { EventGroup } from './event-group.ts';
import { notice } from './frame.ts';

const NAME = 'queue.stats';

/** Sends the state of the inbox to clients that may see it and want it. Measures it only if there are any. */
export async function emitQueueStats(db: Database, groups: readonly EventGroup[]): Promise<void> {
  const probe = notice(NAME, null, {});
  const concerned = groups.filter(
    ({ actor, members }) =>
      scopeOf(actor.role, 'inbox.read') === 'all' && [...members].some(({ filter }) => filter.wants(probe)),
  );
  if (concerned.length === 0) return;
  const { unfinished, oldestSeconds, deadLetters, quarantined } = await withActor(
    db,
    concerned[0]!.actor,
    measureInbox,
  );
  const data = {
    unfinished,
    oldest_seconds: oldestSeconds,
    dead_letters: deadLetters,
    quarantined,
    timestamp: new Date().toISOString(),
  };
  for (const group of concerned) group.sendUnnumbered(notice(NAME, null, data));
}
