import type { StoryRow } from '@trunkline/explain';
import { UNFINISHED_INBOX_STATES } from '@trunkline/telephony/inbox';
import { parseFact, type Fact, type StoredCallback } from '@trunkline/telephony/facts';
import { inList } from '../connection/in-list.ts';
import { firstGiven } from '../connection/latest-first.ts';
import { COPIES_JOIN } from '../inbox/inbox-rows.ts';
import type { Scoped } from '../connection/with-actor.ts';

export type StoryRowOfCall = StoryRow & { callSid: string };

type StoredRow = StoryRowOfCall & Pick<StoredCallback, 'query'>;

/**
 * Every applied fact about these calls and every unapplied row of the inbox, oldest first. Applied facts come from the
 * log, which outlives the inbox partition of their day.
 */
export async function readStoryRows(tx: Scoped, callSids: readonly string[]): Promise<StoryRowOfCall[]> {
  const { rows } = await tx.query<StoredRow>({ name: 'read-story-rows', text: SQL, values: [callSids] });
  return rows.map(({ query, ...row }) => ({ ...row, fact: row.fact ?? tryToRead({ ...row, query }) }));
}

/** The fact of an unapplied row; null where it cannot be read, which is why it was not applied. */
function tryToRead(row: StoredCallback): Fact | null {
  try {
    return parseFact(row);
  } catch {
    return null;
  }
}

const utc = (column: string): string => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const SQL = `
select coalesce(e.call_sid, i.call_sid) as "callSid", coalesce(e.inbox_id, i.id)::text as "inboxId",
  coalesce(i.event_type, e.fact ->> 'kind') as kind,
  coalesce(e.source, case when i.source like 'twilio_%' then 'webhook' else i.source end) as source,
  coalesce(i.dedupe_key, e.fact ->> 'key') as "dedupeKey", coalesce(i.processing_status, 'completed') as state,
  ${utc('coalesce(i.received_at, e.observed_at)')} as "receivedAt", ${utc('coalesce(i.processed_at, e.created_at)')} as "processedAt",
  coalesce(d.copies, 1) as copies, ${utc('coalesce(d.last_seen_at, i.received_at, e.observed_at)')} as "lastSeenAt",
  coalesce(i.retry_count, 0) as "retryCount",
  case when i.processing_status in ${inList(UNFINISHED_INBOX_STATES)} then ${utc('i.next_attempt_at')} end as "nextAttemptAt",
  i.error, i.decision_reason as "decisionReason", i.raw_target as "rawTarget", i.signature_verdict as signature,
  coalesce(i.generation, 0) as generation, e.fact, e.verdict,
  i.payload, case when e.id is null then i.query end as query
from (
  select id, null::bigint as inbox_id from call_events where call_sid = any($1::varchar[])
  union all
  select null, id from twilio_webhook_inbox where call_sid = any($1::varchar[]) and processing_status <> 'completed'
) about
left join call_events e on e.id = about.id
left join twilio_webhook_inbox i on i.id = ${firstGiven('e.inbox_id', 'about.inbox_id')}
${COPIES_JOIN}
order by coalesce(i.received_at, e.observed_at), 2`;
