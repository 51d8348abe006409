import { scopeOf } from '@trunkline/access';
import { withActor, type Database } from '@trunkline/db/connection';
import { countFloor } from '@trunkline/db/floor';
import { present } from '../http/route.ts';
import type { EventGroup } from './event-group.ts';
import { notice } from './frame.ts';

const NAME = 'floor.stats';

/**
 * Returns a function that sends the figures of the floor to clients that see all calls and want them, if they differ from
 * those sent before or a client has joined. They are measured once for all, and only if there is such a client. Readers and
 * clients get theirs by `GET /api/floor`.
 */
export function openFloorStats(db: Database): (groups: readonly EventGroup[]) => Promise<void> {
  const sent = new WeakMap<EventGroup, { counts: string; members: number }>();
  const probe = notice(NAME, null, {});
  return async (groups) => {
    const concerned = groups.filter(
      ({ actor, members }) =>
        scopeOf(actor.role, 'calls.read') === 'all' && [...members].some(({ filter }) => filter.wants(probe)),
    );
    if (concerned.length === 0) return;
    const data = present(await withActor(db, concerned[0]!.actor, countFloor));
    const counts = JSON.stringify(data);
    for (const group of concerned) {
      const last = sent.get(group);
      const members = group.members.size;
      if (last?.counts === counts && members <= last.members) continue;
      // a member that has read further than its group drops what has no number, and gets it the next time
      const isReceived = [...group.members].every(({ cursor }) => cursor <= group.cursor);
      sent.set(group, { counts: isReceived ? counts : '', members });
      group.sendUnnumbered(notice(NAME, null, { ...data, timestamp: new Date().toISOString() }));
    }
  };
}
