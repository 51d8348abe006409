import { scopeOf } from '@trunkline/access';
import { withActor, type Database } from '@trunkline/db/connection';
import { measureInbox } from '@trunkline/db/inbox';
import type { EventGroup } from './event-group.ts';
import { notice } from './frame.ts';

const NAME = 'queue.stats';

/** Tells what is left to do in the inbox to those who may see it, if somebody listens. */
export async function tellQueueStats(db: Database, groups: readonly EventGroup[]): Promise<void> {
  const probe = notice(NAME, null, {});
  const concerned = groups.filter(
    ({ actor, members }) =>
      scopeOf(actor.role, 'inbox.read') === 'all' && [...members].some(({ filter }) => filter.wants(probe)),
  );
  if (concerned.length === 0) return;
  const inbox = await withActor(db, concerned[0]!.actor, measureInbox);
  const { unfinished, oldestSeconds, deadLetters, quarantined } = inbox;
  const data = { unfinished, oldestSeconds, deadLetters, quarantined, timestamp: new Date().toISOString() };
  for (const group of concerned) group.sendUnnumbered(notice(NAME, null, data));
}
