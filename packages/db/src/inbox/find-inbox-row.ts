import type { Queryable } from '../connection/open-database.ts';
import { COPIES_JOIN, INBOX_LIST_COLUMNS, type InboxListRow } from './list-inbox.ts';

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

/** A row of the inbox by its id. Not Prisma: one query over three tables that have no relation. */
export async function findInboxRow(db: Queryable, id: string): Promise<InboxDetail | undefined> {
  const { rows } = await db.query<InboxDetail>({ name: 'find-inbox-row', text: SQL, values: [id] });
  return rows[0];
}

const utc = (column: string): string => `to_char(${column} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const SQL = `
select ${INBOX_LIST_COLUMNS}, i.generation, i.idempotency_token as "idempotencyToken", i.raw_target as "rawTarget",
  i.query, i.payload,
  case when e.id is not null then json_build_object(
    'id', e.id::text, 'event_type', e.event_type, 'event_status', e.event_status, 'event_time', ${utc('e.event_time')},
    'observed_at', ${utc('e.observed_at')}, 'source', e.source, 'verdict', e.verdict) end as "callEvent"
from twilio_webhook_inbox i ${COPIES_JOIN}
left join call_events e on e.inbox_id = i.id
where i.id = $1::bigint`;
