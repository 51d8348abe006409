import { rowsOf, type Role } from '@trunkline/access';
import type { Queryable } from '../connection/open-database.ts';
import { utcText } from '../connection/utc-text.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A numbered event, with the present state of its entity. */
export type StreamEvent = {
  seq: number;
  name: string;
  callId: string | null;
  callSid: string | null;
  data: Record<string, unknown>;
};

/**
 * The columns of every call are joined as `c`; each entity adds its row, if the reader may see it. `from` is joined in
 * place of the table, whose rows then only decide who may see the event.
 */
type Entity = { table: string; alias: string; id: string; data: string; key?: string; from?: string };

const TIME = utcText('e.created_at');

/** The call of an event, in snake_case. A client sees by the version which of two states is newer. */
const OF_CALL = `'call_sid', c.call_sid, 'timestamp', ${TIME}, 'recording_status', c.recording_status,
  'order_id', c.order_id::text, 'version', c.version`;
const OF_OUR_CALL = `${OF_CALL}, 'call_id', c.id::text`;

/** Payload of `call.*`: the names of the call inbox, then our additions. Other events about a call are in snake_case. */
const CALL_INBOX = `'callSid', c.call_sid, 'status', c.status, 'direction', c.direction, 'from', c.from_number,
  'to', c.to_number, 'duration', c.duration_sec, 'timestamp', ${TIME}, 'callId', c.id::text,
  'recordingStatus', c.recording_status, 'orderId', c.order_id::text, 'version', c.version`;
const CALL = `case when e.name like 'call.%' then json_build_object(${CALL_INBOX}) else json_build_object(${OF_OUR_CALL}) end`;

/** What an event can be about: the table under this alias, the condition of its row, and the payload as SQL. */
const ENTITIES: Readonly<Record<string, Entity>> = {
  call: { table: 'calls', alias: 'c', id: `c.id = e.call_id`, data: CALL },
  recording: {
    table: 'call_recordings',
    alias: 'r',
    id: `r.recording_sid = case e.entity when 'recording' then e.entity_id end`,
    data: `json_build_object(${OF_OUR_CALL}, 'recording_sid', r.recording_sid, 'status', r.twilio_status, 'custody', r.custody,
      'duration', r.duration_sec)`,
  },
  siren: {
    table: 'siren_alerts',
    alias: 's',
    id: `s.id = case e.entity when 'siren' then e.number end`,
    data: `json_build_object(${OF_OUR_CALL}, 'siren_id', s.id::text, 'status', s.status, 'alert_type', s.alert_type,
      'alerts', s.alerts)`,
  },
  interview: {
    table: 'interviews',
    alias: 'i',
    id: `i.id = case e.entity when 'interview' then e.uuid end`,
    data: `json_build_object(${OF_OUR_CALL}, 'interview_id', i.id, 'status', i.status, 'answered', i.answered,
      'questions', i.question_count)`,
  },
  answer: {
    table: 'interview_responses',
    alias: 'a',
    id: `a.id = case e.entity when 'answer' then e.number end`,
    data: `json_build_object(${OF_OUR_CALL}, 'interview_id', a.interview_id, 'question', a.question_number,
      'attempt', a.attempt, 'transcript_status', a.transcript_status, 'score_status', a.score_status)`,
  },
  attempt: {
    table: 'call_attempts',
    alias: 't',
    id: `t.id = case e.entity when 'attempt' then e.number end`,
    // `call_id` is the application's here, as in the URL of its callbacks
    data: `json_build_object(${OF_CALL}, 'call_id', t.external_call_id, 'campaign_id', t.campaign_id,
      'contact_id', t.contact_id)`,
  },
  gap: {
    table: 'callback_gaps',
    alias: 'g',
    id: `g.id = case e.entity when 'gap' then e.number end`,
    data: `json_build_object(${OF_OUR_CALL}, 'gap_id', g.id::text, 'missing', g.missing, 'class', g.class,
      'healed_by', g.healed_by)`,
  },
  webhook_endpoint: {
    table: 'webhook_endpoints',
    alias: 'w',
    id: `w.id = case e.entity when 'webhook_endpoint' then e.number end`,
    data: `json_build_object('timestamp', ${TIME}, 'endpoint_id', w.id::text, 'state', w.state,
      'disabled_reason', w.disabled_reason, 'failures_in_a_row', w.failures_in_a_row)`,
  },
  operation: {
    table: 'operations',
    alias: 'o',
    id: `o.id = case e.entity when 'operation' then e.number end`,
    data: `json_build_object('timestamp', ${TIME}, 'operation_id', o.id::text, 'kind', o.kind, 'state', o.state,
      'total', o.total, 'begun', o.begun, 'ok', o.ok, 'failed', o.failed, 'skipped', o.skipped,
      'left', o.total - o.begun - o.ok - o.failed - o.skipped, 'ended_because', o.ended_because)`,
  },
  // several rows at once: their number and the ids of some, as the writer put them into the id (`error-fingerprints.ts`)
  callbacks: {
    table: 'twilio_webhook_inbox',
    from: '(select 1 as id)',
    alias: 'b',
    id: `e.entity = 'callbacks'`,
    data: `json_build_object('timestamp', ${TIME}, 'count', split_part(e.entity_id, ':', 1)::integer,
      'callback_ids', string_to_array(split_part(e.entity_id, ':', 2), ','))`,
  },
  anchor: {
    table: 'audit_anchors',
    alias: 'n',
    key: 'hour',
    id: `n.hour = case e.entity when 'anchor' then e.entity_id end`,
    data: `json_build_object('timestamp', ${TIME}, 'hour', n.hour, 'lines', n.lines, 'head', n.head)`,
  },
};

/** The events from `after` (exclusive) to `upto` that the actor may see, with ids and states of their entities. */
export async function listStreamEvents(tx: Scoped, role: Role, after: number, upto: number): Promise<StreamEvent[]> {
  const text = sqlFor(tx, role);
  const name = `list-stream-events ${role} ${text.length}`; // prepared: planning takes longer than running
  const { rows } = await tx.query<StreamEvent>({ name, text, values: [after, upto] });
  return rows;
}

/**
 * Readers and clients whose orders the events from `after` (exclusive) to `upto` concern. The SQL function reads `calls`,
 * which the API's own login may not.
 */
export async function listStreamAudience(db: Queryable, after: number, upto: number): Promise<Set<string>> {
  const { rows } = await db.query<{ person: string }>({
    name: 'list-stream-audience',
    text: 'select person from stream_audience($1, $2) person',
    values: [after, upto],
  });
  return new Set(rows.map(({ person }) => person));
}

/**
 * The events, with their ids as the tables have them: made before the joins, since row-level security would read a whole
 * table where a condition of its join makes them.
 */
const eventsOf = (tx: Scoped): string => `
  select e.seq, e.name, e.entity, e.entity_id, e.call_id, e.created_at,
    case when e.entity_id ~ '^[0-9]{1,18}$' then e.entity_id::bigint end as number,
    case e.entity when 'interview' then e.entity_id::uuid end as uuid
  from stream_events e
  where e.seq > $1 and e.seq <= $2 and ${tx.rows('stream_events', 'e')} offset 0`;

/** Leaves out events whose row is gone or hidden from the actor, and events of unknown entities. */
function sqlFor(tx: Scoped, role: Role): string {
  const readable = Object.entries(ENTITIES).filter(([, { table }]) => rowsOf(role, table, 'select') !== undefined);
  const joins = readable.map(
    ([, { table, from = table, alias, id }]) => `left join ${from} ${alias} on ${id} and ${tx.rows(table, alias)}`,
  );
  const data = readable.map(
    ([entity, { alias, key = 'id', data: payload }]) =>
      `when '${entity}' then case when ${alias}.${key} is not null then ${payload} end`,
  );
  return `
    select * from (
      select e.seq::float8 as seq, e.name, c.id::text as "callId", c.call_sid as "callSid",
        case e.entity ${data.join(' ')} end as data
      from (${eventsOf(tx)}) e ${joins.join(' ')}
    ) visible where data is not null order by seq`;
}
