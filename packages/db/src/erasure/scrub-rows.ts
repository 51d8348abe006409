import { KEPT_FIELDS } from '@trunkline/telephony/erasure';
import type { Queryable } from '../connection/open-database.ts';
import type { Person } from './find-person.ts';

type Scrub = { table: string; sql: string; values?: (person: Person) => unknown[] };

const OF_CALLS = 'call_sid in (select call_sid from person_calls)';
const OF_CALL_ROWS = `call_id in (select id from calls where ${OF_CALLS})`;
const OF_ANSWERS = 'in (select id from person_answers)';
const OF_INTERVIEWS = 'interview_id in (select id from person_interviews)';
const KEPT = `array['${KEPT_FIELDS.join("','")}']`;
const kept = (column: string) =>
  `(select coalesce(jsonb_object_agg(f.key, f.value), '{}') from jsonb_each(case jsonb_typeof(${column}) when 'object' then ${column} else '{}' end) f
    where f.key = any(${KEPT}))`;

/**
 * What is removed from the person's rows besides numbers: names, words, places, notes. Each statement leaves out rows that
 * are clean, so that a repeated erasure counts nothing. Rows, states, scores, times and dedupe keys stay.
 */
const SCRUBS: readonly Scrub[] = [
  {
    table: 'twilio_webhook_inbox',
    sql: `update twilio_webhook_inbox i set payload = ${kept('i.payload')}, raw_target = '', idempotency_token = null,
        escaped_fields = '{}', error = case when i.error is null then null else 'erased' end, decision_reason = null
      where i.id in (select id from person_inbox) and (i.payload <> ${kept('i.payload')} or i.raw_target <> ''
        or i.idempotency_token is not null or i.error <> 'erased' or i.decision_reason is not null)`,
  },
  {
    table: 'call_events',
    sql: `update call_events e set payload = ${kept('e.payload')} where e.${OF_CALLS} and e.payload <> ${kept('e.payload')}`,
  },
  {
    table: 'interview_responses',
    sql: `update interview_responses set transcript = null, error = null,
        transcript_status = case transcript_status when 'waiting' then 'unable' else transcript_status end,
        score_status = case score_status when 'waiting' then 'none' else score_status end
      where id ${OF_ANSWERS} and (transcript is not null or error is not null or 'waiting' in (transcript_status, score_status))`,
  },
  {
    table: 'interview_scores',
    sql: `update interview_scores set feedback = 'erased', evidence = '[]'
      where response_id ${OF_ANSWERS} and (feedback <> 'erased' or evidence <> '[]')`,
  },
  {
    table: 'interview_results',
    sql: `update interview_results set strengths = '[]', areas_for_improvement = '[]'
      where ${OF_INTERVIEWS} and (strengths <> '[]' or areas_for_improvement <> '[]')`,
  },
  {
    table: 'interview_decisions',
    sql: `update interview_decisions set note = null where ${OF_INTERVIEWS} and note is not null`,
  },
  {
    table: 'model_effects',
    sql: `update model_effects m set answer = '{"text":"","cut":false}' where answer <> '{"text":"","cut":false}' and (
        exists (select from person_answers a where starts_with(m.key, 'score:' || a.id || ':'))
        or exists (select from person_interviews i where starts_with(m.key, 'result:' || i.id || ':'))
        or exists (select from person_recordings r where starts_with(m.key, 'transcription:' || r.recording_sid || ':')))`,
  },
  {
    table: 'call_commands',
    sql: `update call_commands set reason = null, error = null where ${OF_CALL_ROWS} and (reason is not null or error is not null)`,
  },
  {
    table: 'siren_alerts',
    sql: `update siren_alerts set reason = 'erased', resolution = null
      where ${OF_CALL_ROWS} and (reason <> 'erased' or resolution is not null)`,
  },
  {
    table: 'call_intents',
    sql: `update call_intents set state = 'canceled', resolved_at = now() where state = 'queued'
      and (to_number ~ $1 or candidate_id = any($2::int[]) or ${OF_INTERVIEWS})`,
    values: ({ pattern, candidateIds }) => [pattern, candidateIds],
  },
  {
    table: 'idempotency_keys',
    sql: `update idempotency_keys k set answer = '{"erased":true}' where answer <> '{"erased":true}' and (answer::text ~ $1
      or exists (select from candidates c where c.id = any($2::int[])
        and (strpos(k.answer::text, c.uuid::text) > 0 or length(c.name) > 2 and strpos(k.answer::text, to_jsonb(c.name)::text) > 0))
      or exists (select from person_interviews i where strpos(k.answer::text, i.id::text) > 0))`,
    values: ({ pattern, candidateIds }) => [pattern, candidateIds],
  },
  {
    table: 'candidates',
    sql: `update candidates set name = null, phone_number = null
      where id = any($1::int[]) and (name is not null or phone_number is not null)`,
    values: ({ candidateIds }) => [candidateIds],
  },
  {
    table: 'calls',
    sql: `update calls set outside_number = null where outside_number = any($1::text[])`,
    values: ({ numbers }) => [numbers],
  },
  {
    table: 'contacts',
    sql: `delete from contacts where phone_number = any($1::text[])`,
    values: ({ numbers }) => [numbers],
  },
  {
    table: 'profiles',
    sql: `update profiles set phone_number = null where phone_number = any($1::text[])`,
    values: ({ numbers }) => [numbers],
  },
  // in the key of each of these two tables, the numbers of two people would become the same text
  {
    table: 'saved_views',
    sql: `update saved_views set name = 'Erased ' || id where name ~ $1`,
    values: ({ pattern }) => [pattern],
  },
  {
    table: 'rejected_requests',
    sql: `delete from rejected_requests where path ~ $1 or host ~ $1`,
    values: ({ pattern }) => [pattern],
  },
  {
    table: 'recording_peaks',
    sql: `delete from recording_peaks where recording_sid in (select recording_sid from person_recordings)`,
  },
  {
    table: 'call_recordings',
    sql: `update call_recordings set custody = 'expired', expired_at = coalesce(expired_at, now()), object_key = null, evidence = '[]'
      where recording_sid in (select recording_sid from person_recordings)
        and (custody in ('announced', 'fetching', 'stored', 'failed') or object_key is not null)`,
  },
];

/** Runs them all; returns the number of rows that each table lost something of. */
export async function scrubRows(tx: Queryable, person: Person): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { table, sql, values } of SCRUBS) counts[table] = (await tx.query(sql, values?.(person))).rowCount ?? 0;
  return counts;
}
