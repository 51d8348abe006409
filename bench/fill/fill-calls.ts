import type { Queryable } from '@trunkline/db/connection';
import { settle } from '../settle.ts';

const ROWS_AT_ONCE = 100_000;

/**
 * Inserts `count` calls into an empty database by SQL, with conversations (ten calls each), candidates (every second call,
 * fifty each), campaigns (every fourth call, a thousand each) and an event per call. Every seventh call is a leg of the
 * one before it; the last forty are live.
 */
export async function fillCalls(db: Queryable, count: number): Promise<void> {
  const conversations = Math.ceil(count / 10);
  for (const statement of [PEOPLE, CONVERSATIONS]) await db.query(statement, [conversations]);
  for (let from = 0; from < count; from += ROWS_AT_ONCE)
    await db.query(CALLS, [from, Math.min(from + ROWS_AT_ONCE, count) - 1, count, conversations]);
  for (const statement of [LOGS, CANDIDATES, CAMPAIGNS, ATTEMPTS, LATEST]) await db.query(statement);
  await settle(db);
}

/** Of North America, whose exchanges begin with 2 to 9. */
const NUMBER = `'+1508' || 2000000 + n`;

const PEOPLE = `
insert into contacts (phone_number, formatted_number, display_name)
select ${NUMBER}, ${NUMBER}, ${NUMBER} from generate_series(0, $1::integer - 1) n`;

const CONVERSATIONS = `
insert into conversations (contact_id, external_id, subject)
select id, phone_number, 'Calls with ' || phone_number from contacts where id <= $1::integer order by id`;

/** Statuses as on a busy line. A leg is dialled by the call before it and belongs to the same conversation. */
const CALLS = `
with made as (
  select n, n % 7 = 6 as is_leg, (n - case when n % 7 = 6 then 1 else 0 end) % $4::integer + 1 as conversation,
    now() - ($3::integer - n) * interval '5 seconds' as began, n >= $3::integer - 40 as is_live,
    case when n % 100 < 80 then 'completed' when n % 100 < 90 then 'no-answer' when n % 100 < 96 then 'busy'
      when n % 1000 < 999 then 'failed' else 'dropped_by_monitor' end as ended
  from generate_series($1::integer, $2::integer) n
)
insert into calls (call_sid, parent_call_sid, conversation_id, status, direction, twilio_direction, from_number, to_number,
  outside_number, sip_or_pstn, duration_sec, start_time, end_time, ended_reason, candidate_id, campaign_id, is_final,
  finalized_at, version, reconciled_at, created_at, updated_at)
select 'CA' || md5(n::text), case when is_leg then 'CA' || md5((n - 1)::text) end, conversation,
  case when is_live then 'in-progress' else ended end, case when n % 3 = 0 then 'inbound' else 'outbound' end, 'outbound-api', '+16175006181', k.external_id,
  k.external_id, 'pstn', case when is_live then null else 29 end, began, case when is_live then null else began + interval '29 s' end,
  case when is_live then null else ended end, case when n % 2 = 0 then n / 100 end,
  case when n % 4 = 0 then 'campaign-' || n / 4000 end, not is_live, case when is_live then null else began end, 4,
  case when is_live then null else began end, began, began
from made join conversations k on k.id = conversation order by n`;

const LOGS = `
insert into call_events (inbox_id, call_sid, event_type, event_status, event_time, observed_at, source, verdict, fact, payload)
select id, call_sid, 'call.status_changed', status, start_time, start_time, 'webhook', 'applied',
  jsonb_build_object('key', 'call:' || call_sid, 'kind', 'call-status', 'status', status, 'values',
    jsonb_strip_nulls(jsonb_build_object('fromNumber', from_number, 'toNumber', to_number, 'candidateId', candidate_id))),
  jsonb_build_object('CallSid', call_sid, 'CallStatus', status, 'From', from_number, 'To', to_number, 'SequenceNumber', '3')
from calls order by id`;

const CANDIDATES = `
insert into candidates (id, phone_number, call_status, last_call_sid)
select distinct on (candidate_id) candidate_id, to_number, 'DONE', call_sid from calls where candidate_id is not null
order by candidate_id, id desc`;

const CAMPAIGNS = `
insert into campaigns (id, name) select distinct campaign_id, campaign_id from calls where campaign_id is not null`;

const ATTEMPTS = `
insert into call_attempts (call_sid, campaign_id, contact_id, event_type, contact_state, started_at, ended_at)
select call_sid, campaign_id, id::text, 'call.completed', 'reached', start_time, end_time
from calls where campaign_id is not null order by calls.id`;

const LATEST = `
update conversations k set last_message_at = latest.at
from (select conversation_id, max(start_time) as at from calls group by 1) latest where k.id = latest.conversation_id`;
