import { scopeOf, type Actor } from '@trunkline/access';
import type { Database } from '@trunkline/db/connection';
import { listStreamAudience } from '@trunkline/db/stream';
import { openGroup, type EventGroup } from './event-group.ts';
import { reset } from './join-group.ts';
import type { Listener } from './listener.ts';
import type { StreamReader } from './stream-reader.ts';

export type EventGroups = {
  all(): readonly EventGroup[];
  /** The last number that was read; null before the first read. */
  cursor(): number | null;
  isBehind(last: number): boolean;
  /** Advances every group to this number, the last one that was given. */
  advance(last: number): Promise<void>;
  /** The group of clients that may see the same as this client, which then joins it. */
  enter(listener: Listener): EventGroup;
  leave(listener: Listener): void;
};

/** Opens the set of groups. A group exists while it has clients. */
export function openGroups(db: Database, reader: StreamReader): EventGroups {
  const groups = new Map<string, EventGroup>();
  let cursor: number | null = null;

  return {
    all: () => [...groups.values()],
    cursor: () => cursor,
    isBehind: (last) => cursor !== null && cursor < last,
    async advance(last) {
      const before = cursor ?? last;
      cursor = last;
      if (last < before) return startAnew(groups.values(), last);
      const behind = [...groups.values()].filter((group) => group.cursor < last);
      const hasPeople = behind.some(({ actor }) => actor.id !== null);
      const audience = hasPeople ? await listStreamAudience(db.pool, before, last) : new Set<string>();
      const mayBeConcerned = ({ actor, cursor: at }: EventGroup) =>
        actor.id === null || at < before || audience.has(actor.id);
      const concerned = behind.filter(mayBeConcerned);
      for (const group of behind) if (!concerned.includes(group)) group.skip(last);
      const read = concerned.map((group) => group.advance(last));
      const failed = (await Promise.allSettled(read)).find(({ status }) => status === 'rejected');
      if (failed) throw (failed as PromiseRejectedResult).reason; // those groups stay behind and are read again
    },
    enter(listener) {
      const actor = groupActor(listener.actor);
      const key = `${actor.role} ${actor.id}`;
      const group = groups.get(key) ?? openGroup(actor, cursor ?? 0, reader);
      groups.set(key, group);
      group.clients.add(listener);
      return group;
    },
    leave(listener) {
      for (const [key, group] of groups) {
        group.clients.delete(listener);
        group.members.delete(listener);
        if (group.clients.size === 0) groups.delete(key);
      }
    },
  };
}

/** A role that sees all rows is one group. Of the other roles, each actor is a group of its own. */
const groupActor = ({ id, role }: Actor): Actor =>
  scopeOf(role, 'events.read') === 'all' ? { id: null, role } : { id, role };

/** After Postgres was restored from a backup, numbers are given a second time. */
function startAnew(groups: Iterable<EventGroup>, last: number): void {
  for (const group of groups) {
    group.cursor = last;
    for (const client of group.clients) {
      client.cursor = last;
      if (group.members.has(client)) reset(client, 'restored');
      else client.cut(); // it reconnects with an unknown id, and is reset then
    }
  }
}
