import type { Queryable } from '../connection/open-database.ts';

/** After this long a recording that ought to be silent and is not is said to go on. */
export const CONFIRM_WITHIN_SECONDS = 3;

/** A pause or a stop that nobody could confirm: what ought not to be recorded may be. */
export type UnconfirmedCommand = { id: string; callId: string; kind: string };

/**
 * Tells the stream, once each, of every pause and stop that is not confirmed within three seconds. Not Prisma: two
 * dialers never tell the same one.
 */
export async function warnUnconfirmed(db: Queryable): Promise<UnconfirmedCommand[]> {
  const values = [CONFIRM_WITHIN_SECONDS];
  return (await db.query<UnconfirmedCommand>({ name: 'warn-unconfirmed', text: SQL, values })).rows;
}

const SQL = `
with overdue as (
  select id from call_commands
  where state in ('queued', 'sending', 'unconfirmed') and kind in ('recording_pause', 'recording_stop') and warned_at is null
    and requested_at < now() - $1 * interval '1 second'
  for update skip locked
),
warned as (
  update call_commands m set warned_at = now() from overdue where m.id = overdue.id returning m.id, m.call_id, m.kind
)
select w.id::text, w.call_id::text as "callId", w.kind,
  tell_stream('recording.unconfirmed', 'call', w.call_id::text, w.call_id) from warned w`;
