import { scopeOf, type Actor, type Permission } from '@trunkline/access';
import { openBatch, type Batch, type Frame } from './frame.ts';
import type { Listener } from './listener.ts';
import type { StreamReader } from './stream-reader.ts';

/** Clients that may see the same events. New events are read once for all of them, as one actor. */
export type EventGroup = {
  actor: Actor;
  /** Everything up to this number has been sent to all members. */
  cursor: number;
  /** Members, and clients that are catching up with them. */
  clients: Set<Listener>;
  members: Set<Listener>;
  /** Reads and sends the events up to this number. */
  advance(upto: number): Promise<void>;
  /** Moves the cursor: no event up to this number concerns the group. */
  skip(upto: number): void;
  /** Sends an event that is not stored. */
  sendUnnumbered(frame: Frame): void;
};

/** The groups whose role has this permission on all rows, and of which a client wants one of these frames. */
export const groupsWanting = (
  groups: readonly EventGroup[],
  permission: Permission,
  probes: readonly Frame[],
): EventGroup[] =>
  groups.filter(
    ({ actor, members }) =>
      scopeOf(actor.role, permission) === 'all' &&
      [...members].some(({ filter }) => probes.some((probe) => filter.wants(probe))),
  );

export function openGroup(actor: Actor, cursor: number, reader: StreamReader): EventGroup {
  const deliver = (batch: Batch): void => {
    group.cursor = batch.upto;
    for (const member of group.members) member.send(batch);
  };
  const group: EventGroup = {
    actor,
    cursor,
    clients: new Set(),
    members: new Set(),
    async advance(upto) {
      while (group.cursor < upto) deliver(await reader.readPage(actor, group.cursor, upto));
    },
    skip: (upto) => deliver(openBatch(group.cursor, upto, [])),
    sendUnnumbered: (frame) => deliver(openBatch(group.cursor, group.cursor, [frame])),
  };
  return group;
}
