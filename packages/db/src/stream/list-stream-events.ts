import { rowsOf, type Role } from '@trunkline/access';
import type { Queryable } from '../connection/open-database.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A numbered event, with the present state of its entity. */
export type StreamEvent = {
  seq: number;
  name: string;
  callId: string | null;
  callSid: string | null;
  data: Record<string, unknown>;
};

type Entity = { table: string; alias: string; id: string; data: string };

/** The entities of events: the table under its alias, the condition for its row, and the fields that the event carries. */
const ENTITIES: Readonly<Record<string, Entity>> = {
  call: {
    table: 'calls',
    alias: 'c',
    id: `c.id = e.call_id`,
    data: `'status', c.status, 'direction', c.direction, 'from', c.from_number, 'to', c.to_number, 'duration', c.duration_sec`,
  },
  recording: {
    table: 'call_recordings',
    alias: 'r',
    id: `r.recording_sid = case e.entity when 'recording' then e.entity_id end`,
    data: `'recordingSid', r.recording_sid, 'status', r.status, 'custody', r.custody, 'duration', r.duration_sec`,
  },
  siren: {
    table: 'siren_alerts',
    alias: 's',
    id: `s.id = case e.entity when 'siren' then e.entity_id::bigint end`,
    data: `'sirenId', s.id::text, 'status', s.status, 'alertType', s.alert_type, 'alerts', s.alerts`,
  },
  interview: {
    table: 'interviews',
    alias: 'i',
    id: `i.id = case e.entity when 'interview' then e.entity_id::uuid end`,
    data: `'interviewId', i.id, 'status', i.status, 'answered', i.answered, 'questions', i.question_count`,
  },
  answer: {
    table: 'interview_responses',
    alias: 'a',
    id: `a.id = case e.entity when 'answer' then e.entity_id::bigint end`,
    data: `'interviewId', a.interview_id, 'question', a.question_number, 'attempt', a.attempt,
      'transcriptStatus', a.transcript_status, 'scoreStatus', a.score_status`,
  },
  attempt: {
    table: 'call_attempts',
    alias: 't',
    id: `t.id = case e.entity when 'attempt' then e.entity_id::bigint end`,
    data: `'call_id', t.external_call_id, 'call_sid', t.call_sid, 'campaign_id', t.campaign_id, 'contact_id', t.contact_id`,
  },
  gap: {
    table: 'callback_gaps',
    alias: 'g',
    id: `g.id = case e.entity when 'gap' then e.entity_id::bigint end`,
    data: `'gapId', g.id::text, 'missing', g.missing, 'class', g.class, 'healedBy', g.healed_by`,
  },
};

/** Fields of the call, in every event. The version says which of two states is newer. */
const OF_THE_CALL = `'callId', c.id::text, 'recordingStatus', c.recording_status, 'orderId', c.order_id::text, 'version', c.version`;
const TIME = `to_char(e.created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

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

/** Leaves out events whose row is gone or hidden from the actor, and events of unknown entities. */
function sqlFor(tx: Scoped, role: Role): string {
  const readable = Object.entries(ENTITIES).filter(([, { table }]) => rowsOf(role, table, 'select') !== undefined);
  const joins = readable.map(
    ([, { table, alias, id }]) => `left join ${table} ${alias} on ${id} and ${tx.rows(table, alias)}`,
  );
  const data = readable.map(
    ([entity, { alias, data: fields }]) => `when '${entity}' then case when ${alias}.id is not null then
      json_build_object('callSid', c.call_sid, ${fields}, 'timestamp', ${TIME}, ${OF_THE_CALL}) end`,
  );
  return `
    select * from (
      select e.seq::float8 as seq, e.name, c.id::text as "callId", c.call_sid as "callSid",
        case e.entity ${data.join(' ')} end as data
      from stream_events e ${joins.join(' ')}
      where e.seq > $1 and e.seq <= $2 and ${tx.rows('stream_events', 'e')}
    ) visible where data is not null order by seq`;
}
