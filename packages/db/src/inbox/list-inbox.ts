import type { CallbackKind } from '@trunkline/telephony/callbacks';
import type { Queryable } from '../connection/open-database.ts';
import { inboxConditions, type InboxFilter, type InboxState } from './inbox-filter.ts';

/** A callback in a list: everything but what it carried. */
export type InboxListRow = {
  id: string;
  source: string;
  callbackKind: CallbackKind;
  callSid: string | null;
  recordingSid: string | null;
  dedupeKey: string;
  state: InboxState;
  /** How many times it came, and when first and last. */
  copies: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
  processedAt: Date | null;
  error: string | null;
  retryCount: number;
  /** Null where nothing will be tried any more. */
  nextAttemptAt: Date | null;
  signatureVerdict: string;
  escapedFields: string[];
};

/** One page of the inbox, newest first (by id); copies are looked up for the page's rows only. */
export async function listInbox(
  db: Queryable,
  filter: InboxFilter,
  limit: number,
): Promise<{ rows: InboxListRow[]; hasMore: boolean }> {
  const { where, values } = inboxConditions(filter);
  const { rows } = await db.query<InboxListRow>(
    `with page as (
      select * from twilio_webhook_inbox where ${where} order by id desc limit ${limit + 1}
    )
    select ${INBOX_LIST_COLUMNS} from page i ${COPIES_JOIN} order by i.id desc`,
    values,
  );
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
}

/** The columns of `InboxListRow`, where the row is `i` and its copies are counted in `d`. */
export const INBOX_LIST_COLUMNS = `
  i.id, i.source, i.event_type as "callbackKind", i.call_sid as "callSid", i.recording_sid as "recordingSid",
  i.dedupe_key as "dedupeKey", i.processing_status as state, coalesce(d.copies, 1) as copies,
  i.received_at as "firstSeenAt", coalesce(d.last_seen_at, i.received_at) as "lastSeenAt",
  i.processed_at as "processedAt", i.error, i.retry_count as "retryCount",
  case when i.processing_status in ('pending', 'processing', 'failed') then i.next_attempt_at end as "nextAttemptAt",
  i.signature_verdict as "signatureVerdict", i.escaped_fields as "escapedFields"`;

/** A key may be forgotten before its row is, and then belong to a later one. */
export const COPIES_JOIN = `
  left join twilio_webhook_dedupe d on d.key = md5(i.dedupe_key)::uuid and d.inbox_id = i.id`;
