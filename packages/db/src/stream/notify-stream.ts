import type { Queryable } from '../connection/open-database.ts';

/** The channel that is notified of new events in the stream; its payload is empty. */
export const STREAM_CHANNEL = 'trunkline_stream';

/** The last part of a statement that inserted into `stream_events`. The notification is sent at the commit. */
export const NOTIFY_STREAM = `select pg_notify('${STREAM_CHANNEL}', '')`;

/** The same for each row of `source`, so that the statement returns as many rows. */
export const notifyStreamFor = (source: string): string => `${NOTIFY_STREAM} from ${source}`;

type EventToEmit = { name: string; entity: string; entityId: string; callId: string | null };

/** Adds an event to the stream and notifies. */
export async function notifyStream(tx: Queryable, { name, entity, entityId, callId }: EventToEmit): Promise<void> {
  await tx.query('select tell_stream($1, $2, $3, $4)', [name, entity, entityId, callId]);
}
