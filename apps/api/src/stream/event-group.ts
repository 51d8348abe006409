import type { Actor } from '@trunkline/access';
import { openBatch, type Batch, type Frame } from './frame.ts';
import type { Listener } from './listener.ts';
import type { StreamReader } from './stream-reader.ts';

/** Clients who see the same: what is new is read for them once, as one of them. */
export type EventGroup = {
  actor: Actor;
  /** Everything up to here was sent to all members. */
  cursor: number;
  /** Members, and those who are about to be. */
  clients: Set<Listener>;
  members: Set<Listener>;
  /** Reads and sends what is new up to this number. */
  advance(upto: number): Promise<void>;
  /** There is nothing for this group up to this number. */
  skip(upto: number): void;
  /** What is not kept has no number. */
  sendUnnumbered(frame: Frame): void;
};

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
