import type { EventGroup } from './event-group.ts';
import { notice } from './frame.ts';
import type { Listener } from './listener.ts';
import { countReset, type ResetReason } from './stream-counts.ts';
import type { StreamReader } from './stream-reader.ts';

/**
 * Brings a client from where it was to where its group is, and makes it a member in the same tick in which it is there:
 * without a gap or a repeat. What cannot be caught up with is told by `stream.reset`.
 */
export async function joinGroup(
  listener: Listener,
  group: EventGroup,
  reader: StreamReader,
  from: number | null,
): Promise<void> {
  const reason = from === null ? undefined : await cannotResume(reader, from);
  listener.cursor = from === null || reason ? group.cursor : from;
  listener.tell(notice('connected', listener.cursor, { timestamp: new Date().toISOString() }));
  if (reason) reset(listener, reason);
  while (listener.isOpen() && listener.cursor < group.cursor) {
    const page = await reader.readPage(group.actor, listener.cursor, group.cursor);
    if (await cannotResume(reader, listener.cursor)) {
      listener.cursor = group.cursor; // it was so slow that what it missed is deleted
      reset(listener, 'expired_id');
      break;
    }
    listener.send(page);
    await listener.drained();
  }
  if (listener.isOpen()) group.members.add(listener);
}

async function cannotResume(reader: StreamReader, from: number): Promise<ResetReason | undefined> {
  const { first, last } = await reader.readBounds();
  if (from > last) return 'unknown_id';
  return from + 1 < first ? 'expired_id' : undefined;
}

/** The client's state is not to be trusted: it reads everything anew, and goes on from here. */
export function reset(listener: Listener, reason: ResetReason): void {
  countReset(reason);
  listener.tell(notice('stream.reset', listener.cursor, { reason, reload: true }));
}
