import type { CallbackKind } from '@trunkline/telephony/callbacks';
import type { Queryable } from '../connection/open-database.ts';

export type UnappliedCallback = {
  callSid: string;
  kind: CallbackKind;
  dedupeKey: string;
  receivedAt: string;
  payload: Record<string, unknown>;
};

/**
 * Stored callbacks of these calls that are not applied: waiting, failed, dead or quarantined. A dead letter that was
 * discarded has arrived all the same, so that it is no gap; a quarantined one that was discarded is not believed.
 */
export async function listUnappliedCallbacks(db: Queryable, callSids: readonly string[]): Promise<UnappliedCallback[]> {
  const { rows } = await db.query<UnappliedCallback>({
    name: 'list-unapplied-callbacks',
    text: SQL,
    values: [callSids],
  });
  return rows;
}

const SQL = `
select call_sid as "callSid", event_type as kind, dedupe_key as "dedupeKey", payload,
  to_char(received_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "receivedAt"
from twilio_webhook_inbox
where call_sid = any($1::varchar[]) and processing_status <> 'completed'
  and (processing_status <> 'discarded' or retry_count > 0) and source like 'twilio\\_%'`;
