import type { Permission } from '@trunkline/access';
import { withActor, type Database, type Scoped } from '@trunkline/db/connection';
import { groupsWanting, type EventGroup } from './event-group.ts';
import { notice } from './frame.ts';
import type { Listener } from './listener.ts';

/** The state of something that no row of the stream stands for: sent when it changes, and to clients that are new. */
export type StatusEvent = {
  name: string;
  /** Read as a role that has it on all rows; clients of other roles get nothing. */
  permission: Permission;
  everyMs: number;
  /** Reads the states by their key; an event has one, or one per thing that it is about. */
  read: (read: ReadAsRole) => Promise<ReadonlyMap<string, Record<string, unknown>>>;
};

/** Reads in a transaction of its own, so that none waits for another server. */
type ReadAsRole = <T>(work: (tx: Scoped) => Promise<T>) => Promise<T>;

/** Returns the round of the event: it reads only where a client may see the event and wants it, and sends only what is new. */
export function openStatusEvent(db: Database, event: StatusEvent, groups: () => readonly EventGroup[]) {
  const probes = [notice(event.name, null, {})];
  const seen = new WeakSet<Listener>();
  let last = new Map<string, string>();

  return async (): Promise<void> => {
    const concerned = groupsWanting(groups(), event.permission, probes);
    if (concerned.length === 0) return;
    const { actor } = concerned[0]!;
    const states = await event.read((work) => withActor(db, actor, work));
    const texts = new Map([...states].map(([key, state]) => [key, JSON.stringify(state)]));
    const changed = [...states.keys()].filter((key) => texts.get(key) !== last.get(key));
    const timestamp = new Date().toISOString();
    for (const group of concerned) {
      const isKnown = [...group.members].every((member) => seen.has(member));
      for (const key of isKnown ? changed : states.keys())
        group.sendUnnumbered(notice(event.name, null, { ...states.get(key), timestamp }));
      for (const member of group.members) seen.add(member);
    }
    last = texts;
  };
}
