import { CONFIRM_WITHIN_SECONDS, OPEN_COMMAND_STATES } from '@trunkline/telephony/live-control';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';

/** A pause or a stop that is not confirmed: the call may still be recorded. */
type UnconfirmedCommand = { id: string; callId: string; kind: string };

/**
 * Emits `recording.unconfirmed`, once each, for pauses and stops that are not confirmed in time; returns them. `skip
 * locked`: two dialers never report the same one.
 */
export async function reportUnconfirmed(db: Queryable): Promise<UnconfirmedCommand[]> {
  const values = [CONFIRM_WITHIN_SECONDS];
  return (await db.query<UnconfirmedCommand>({ name: 'report-unconfirmed', text: SQL, values })).rows;
}

const SQL = `
with overdue as (
  select id from call_commands
  where state in ${inList(OPEN_COMMAND_STATES)} and kind in ('recording_pause', 'recording_stop') and warned_at is null
    and requested_at < now() - $1 * interval '1 second'
  for update skip locked
),
warned as (
  update call_commands m set warned_at = now() from overdue where m.id = overdue.id returning m.id, m.call_id, m.kind
)
select w.id::text, w.call_id::text as "callId", w.kind,
  tell_stream('recording.unconfirmed', 'call', w.call_id::text, w.call_id) from warned w`;
