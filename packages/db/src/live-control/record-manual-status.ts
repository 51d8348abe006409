import { manualStatusSnapshot, type ManualStatusUpdate } from '@trunkline/telephony/live-control';
import type { Scoped } from '../connection/with-actor.ts';

/**
 * Stores a status that a person set as a fact in the inbox, due at once: the relay enqueues it, and worker-status applies it
 * like a callback. Returns the row's id. SQL: dedupe row and inbox row in one statement, as the actor, whom row-level
 * security lets add facts of this kind only.
 */
export async function recordManualStatus(tx: Scoped, update: ManualStatusUpdate): Promise<string> {
  const { kind, callSid, dedupeKey, payload } = manualStatusSnapshot(update);
  const { rows } = await tx.query<{ id: string }>(SQL, [dedupeKey, kind, callSid, JSON.stringify(payload)]);
  return rows[0]!.id;
}

const SQL = `
with known as (
  insert into twilio_webhook_dedupe (key, inbox_id) values (md5($1)::uuid, next_inbox_id()) returning inbox_id
)
insert into twilio_webhook_inbox (id, source, event_type, call_sid, dedupe_key, payload, next_attempt_at)
select inbox_id, 'api', $2, $3, $1, $4::jsonb, now() from known
returning id::text`;
