import type { CallbackKind } from '@trunkline/telephony/callbacks';
import { INBOX_STATES, UNFINISHED_INBOX_STATES, type InboxState } from '@trunkline/telephony/inbox';
import { inList } from '../connection/in-list.ts';
import { toPage, type Page } from '../connection/latest-first.ts';
import { utcText } from '../connection/utc-text.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { inboxConditions, type InboxFilter } from './inbox-filter.ts';

/** A callback in a list, without its payload. */
export type InboxListRow = {
  id: string;
  source: string;
  callbackKind: CallbackKind;
  callSid: string | null;
  recordingSid: string | null;
  dedupeKey: string;
  state: InboxState;
  /** How many times it was received, and when first and last. */
  copies: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
  processedAt: Date | null;
  error: string | null;
  /** Of the error of a row that waits for a person, or was discarded. */
  fingerprint: string | null;
  /** Why a person released or discarded it. */
  decisionReason: string | null;
  retryCount: number;
  /** Null where no attempt follows. */
  nextAttemptAt: Date | null;
  signatureVerdict: string;
  escapedFields: string[];
};

/** The event that a callback became in the log of its call. */
type CallEventOfRow = {
  id: string;
  event_type: string;
  event_status: string | null;
  event_time: string | null;
  observed_at: string;
  source: string;
  verdict: string;
};

/** A callback with everything known about it. */
export type InboxDetail = InboxListRow & {
  generation: number;
  idempotencyToken: string | null;
  rawTarget: string;
  query: unknown;
  payload: unknown;
  callEvent: CallEventOfRow | null;
};

/** One page of the inbox, newest first (by id); copies are looked up for the page's rows only. */
export async function listInbox(tx: Scoped, filter: InboxFilter, limit: number): Promise<Page<InboxListRow>> {
  const { where, values } = inboxConditions(filter);
  const { rows } = await tx.query<InboxListRow>(
    `with page as (
      select * from twilio_webhook_inbox where ${where} order by id desc limit ${limit + 1}
    )
    select ${LIST_COLUMNS} from page i ${COPIES_JOIN} order by i.id desc`,
    values,
  );
  return toPage(rows, limit);
}

export async function findInboxRow(tx: Scoped, id: string): Promise<InboxDetail | undefined> {
  const { rows } = await tx.query<InboxDetail>({ name: 'find-inbox-row', text: DETAIL, values: [id] });
  return rows[0];
}

/** A count stops here: counting a million completed rows takes half a second, the first ten thousand five milliseconds. */
export const COUNTED_UP_TO = 10_000;

type Window = Pick<InboxFilter, 'receivedAfter' | 'receivedBefore'>;

/** Rows of each of these states received in the window, each counted up to `COUNTED_UP_TO`. */
export async function countInbox(
  tx: Scoped,
  window: Window,
  states: readonly InboxState[] = INBOX_STATES,
): Promise<Partial<Record<InboxState, number>>> {
  const { where, values } = inboxConditions(window);
  const { rows } = await tx.query<Partial<Record<InboxState, number>>>(
    `select ${[...new Set(states)].map((state) => `(${countOf(state, where)}) as ${state}`).join(', ')}`,
    values,
  );
  return rows[0]!;
}

/** Completed rows have no index but the primary key: they are counted from the newest on. Other states have a small one. */
const countOf = (state: InboxState, where: string): string => `
  select count(*)::integer from (
    select from twilio_webhook_inbox where processing_status = '${state}' and ${where}
    ${state === 'completed' ? 'order by id desc' : ''} limit ${COUNTED_UP_TO}) counted`;

/** Of the row `i`, whose copies are counted in `d`. */
export const LIST_COLUMNS = `
  i.id, i.source, i.event_type as "callbackKind", i.call_sid as "callSid", i.recording_sid as "recordingSid",
  i.dedupe_key as "dedupeKey", i.processing_status as state, coalesce(d.copies, 1) as copies,
  i.received_at as "firstSeenAt", coalesce(d.last_seen_at, i.received_at) as "lastSeenAt",
  i.processed_at as "processedAt", i.error, i.fingerprint, i.decision_reason as "decisionReason",
  i.retry_count as "retryCount",
  case when i.processing_status in ${inList(UNFINISHED_INBOX_STATES)} then i.next_attempt_at end as "nextAttemptAt",
  i.signature_verdict as "signatureVerdict", i.escaped_fields as "escapedFields"`;

/**
 * A key may expire before its row, and then belong to a later one: hence the id. The key is made before the join: with its
 * functions in the condition, row-level security would have every key read.
 */
export const COPIES_JOIN = `
  cross join lateral (select md5(i.dedupe_key)::uuid as value offset 0) key
  left join twilio_webhook_dedupe d on d.key = key.value and d.inbox_id = i.id`;

const DETAIL = `
select ${LIST_COLUMNS}, i.generation, i.idempotency_token as "idempotencyToken", i.raw_target as "rawTarget",
  i.query, i.payload,
  case when e.id is not null then json_build_object(
    'id', e.id::text, 'event_type', e.event_type, 'event_status', e.event_status, 'event_time', ${utcText('e.event_time')},
    'observed_at', ${utcText('e.observed_at')}, 'source', e.source, 'verdict', e.verdict) end as "callEvent"
from twilio_webhook_inbox i ${COPIES_JOIN}
left join call_events e on e.inbox_id = i.id
where i.id = $1::bigint`;
