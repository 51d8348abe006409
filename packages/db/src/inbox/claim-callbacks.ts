import type { FactKind } from '@trunkline/telephony/callbacks';
import type { FactSource } from '@trunkline/telephony/facts';
import { UNFINISHED_INBOX_STATES } from '@trunkline/telephony/inbox';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';

export type ClaimedCallback = {
  id: string;
  kind: FactKind;
  source: FactSource;
  dedupeKey: string;
  payload: unknown;
  query: unknown;
  receivedAt: string;
};

/**
 * Completes the unfinished rows of a job and returns them; the claim holds only if the transaction commits. The status in
 * the `where` clause, read again once the row is locked, makes a job that runs twice, late or on two machines harmless.
 */
export async function claimCallbacks(db: Queryable, ids: readonly string[]): Promise<ClaimedCallback[]> {
  const { rows } = await db.query<ClaimedCallback>({ name: 'claim-callbacks', text: CLAIM, values: [ids] });
  return rows;
}

/** Releases claimed rows that cannot be read as facts. */
export async function releaseCallbacks(db: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.query({ name: 'release-callbacks', text: RELEASE, values: [ids] });
}

const CLAIM = `
update twilio_webhook_inbox set processing_status = 'completed', processed_at = now(), error = null
where id = any($1::bigint[]) and processing_status in ${inList(UNFINISHED_INBOX_STATES)}
returning id, event_type as kind, case when source like 'twilio_%' then 'webhook' else source end as source,
  dedupe_key as "dedupeKey", payload, query, to_char(received_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "receivedAt"`;

const RELEASE = `
update twilio_webhook_inbox set processing_status = 'pending', processed_at = null where id = any($1::bigint[])`;
