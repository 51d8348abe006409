import type { CallbackKind } from '@trunkline/telephony/callbacks';
import type { FactSource } from '@trunkline/telephony/facts';
import type { Queryable } from '../connection/open-database.ts';

export type ClaimedCallback = {
  id: string;
  kind: CallbackKind;
  source: FactSource;
  dedupeKey: string;
  payload: unknown;
  query: unknown;
  receivedAt: string;
};

/**
 * Completes those rows of a job that nobody has finished, and returns them. It holds only if the transaction commits: the
 * status in the `where` clause, read again once the row's lock is had, is what makes a job that runs twice, late or on
 * two machines harmless. Not Prisma: one statement that locks, checks, writes and reads.
 */
export async function claimCallbacks(db: Queryable, ids: readonly string[]): Promise<ClaimedCallback[]> {
  const { rows } = await db.query<ClaimedCallback>({ name: 'claim-callbacks', text: CLAIM, values: [ids] });
  return rows;
}

/** Gives claimed rows back that turned out to be unreadable. */
export async function releaseCallbacks(db: Queryable, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.query({ name: 'release-callbacks', text: RELEASE, values: [ids] });
}

const CLAIM = `
update twilio_webhook_inbox set processing_status = 'completed', processed_at = now(), error = null
where id = any($1::bigint[]) and processing_status in ('pending', 'processing', 'failed')
returning id, event_type as kind, case when source like 'twilio_%' then 'webhook' else source end as source,
  dedupe_key as "dedupeKey", payload, query, to_char(received_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "receivedAt"`;

const RELEASE = `
update twilio_webhook_inbox set processing_status = 'pending', processed_at = null where id = any($1::bigint[])`;
