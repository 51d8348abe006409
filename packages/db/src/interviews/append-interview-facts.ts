import type { InterviewFact } from '@trunkline/telephony/interviews';
import type { Queryable } from '../connection/open-database.ts';

/** A fact to be appended to an interview's log; `inboxId` is null for one that no callback brought. */
export type InterviewFactToSave = { interviewId: string; inboxId: string | null; fact: InterviewFact };

/**
 * Appends facts to the logs of interviews and returns all facts known of each; one that is known already is not appended
 * again. The interviews must be locked. Not Prisma: many rows at once, on the path of callbacks.
 */
export async function appendInterviewFacts(
  db: Queryable,
  facts: readonly InterviewFactToSave[],
): Promise<Map<string, InterviewFact[]>> {
  await db.query({ name: 'append-interview-facts', text: APPEND, values: [JSON.stringify(facts)] });
  const ids = [...new Set(facts.map(({ interviewId }) => interviewId))];
  const { rows } = await db.query<{ id: string; facts: InterviewFact[] }>({
    name: 'read-interview-facts',
    text: READ,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row.facts]));
}

const APPEND = `
insert into interview_events (interview_id, inbox_id, fact_key, kind, question_number, attempt, recording_sid, occurred_at, observed_at, fact)
select "interviewId", "inboxId", fact ->> 'key', fact ->> 'kind', (fact ->> 'questionNumber')::integer, (fact ->> 'attempt')::integer,
  fact -> 'recording' ->> 'sid', (fact ->> 'occurredAt')::timestamptz, (fact ->> 'observedAt')::timestamptz, fact
from jsonb_to_recordset($1::jsonb) as f("interviewId" uuid, "inboxId" bigint, fact jsonb)
on conflict (interview_id, fact_key) do nothing`;

const READ = `
select interview_id as id, json_agg(fact) as facts from interview_events where interview_id = any($1::uuid[]) group by 1`;
