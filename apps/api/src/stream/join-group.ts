import type { IncomingHttpHeaders } from 'node:http';
import type { EventGroup } from './event-group.ts';
import { notice } from './frame.ts';
import type { Listener } from './listener.ts';
import { countReset, type ResetReason } from './stream-metrics.ts';
import type { StreamReader } from './stream-reader.ts';

/**
 * The sequence number to resume after: null for a new client, `Infinity` for an id that was never given, which forces a
 * reset. The header is the id of the last frame; the query parameter is what the client began with.
 */
export function readLastEventId(headers: IncomingHttpHeaders, parameter: string | undefined): number | null {
  const header = headers['last-event-id'];
  const given = (typeof header === 'string' && header !== '' ? header : parameter) ?? '';
  if (given === '') return null;
  return /^\d{1,15}$/.test(given) ? Number(given) : Infinity;
}

/**
 * Sends a client what it missed and makes it a member of its group in the same tick in which it has caught up, so that no
 * event is missed or repeated. A client that cannot resume receives `stream.reset`.
 */
export async function joinGroup(
  listener: Listener,
  group: EventGroup,
  reader: StreamReader,
  from: number | null,
): Promise<void> {
  const reason = from === null ? undefined : await cannotResume(reader, from);
  listener.cursor = from === null || reason ? group.cursor : from;
  listener.sendAnyway(notice('connected', listener.cursor, { timestamp: new Date().toISOString() }));
  if (reason) reset(listener, reason);
  while (listener.isOpen() && listener.cursor < group.cursor) {
    const page = await reader.readPage(group.actor, listener.cursor, group.cursor);
    if (await cannotResume(reader, listener.cursor)) {
      listener.cursor = group.cursor; // it was so slow that the events it missed have been deleted
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

/** Tells a client to reload its state and to continue from the present cursor. */
export function reset(listener: Listener, reason: ResetReason): void {
  countReset(reason);
  listener.sendAnyway(notice('stream.reset', listener.cursor, { reason, reload: true }));
}
