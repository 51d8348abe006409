import { foldInterview, type InterviewFact } from '@trunkline/telephony/interviews';
import type { Queryable } from '../connection/open-database.ts';
import { saveInterviews } from './save-interviews.ts';

/** A fact to append to an interview's log; `inboxId` is null for one that no callback brought. */
export type InterviewFactToSave = { interviewId: string; inboxId: string | null; fact: InterviewFact };

/**
 * Adds facts to interviews and folds each interview anew from all its facts, inside a transaction. Known facts change
 * nothing; facts about an unknown interview are skipped. Lock calls before interviews. SQL: row locks and whole batches, on
 * the path of callbacks.
 */
export async function recordInterviewFacts(tx: Queryable, facts: readonly InterviewFactToSave[]): Promise<void> {
  if (facts.length === 0) return;
  const locked = await lockInterviews(tx, [...new Set(facts.map(({ interviewId }) => interviewId))]);
  const ids = new Set(locked.map(({ id }) => id));
  const ours = facts.filter(({ interviewId }) => ids.has(interviewId));
  if (ours.length === 0) return;
  const known = await appendInterviewFacts(tx, ours);
  await saveInterviews(
    tx,
    locked.map((interview) => ({
      id: interview.id,
      questions: interview.questions,
      ...foldInterview(interview, known.get(interview.id) ?? []),
    })),
  );
}

/** What a fold needs of an interview, and the texts of its questions, which its answers repeat. */
type LockedInterview = { id: string; firstQuestion: number; questionCount: number; questions: string[] };

/** Locks those of these interviews that exist, in the order of their ids. */
async function lockInterviews(tx: Queryable, ids: readonly string[]): Promise<LockedInterview[]> {
  return (await tx.query<LockedInterview>({ name: 'lock-interviews', text: LOCK, values: [ids] })).rows;
}

/** Appends facts that are new, and returns all facts of each of these interviews. */
async function appendInterviewFacts(
  tx: Queryable,
  facts: readonly InterviewFactToSave[],
): Promise<Map<string, InterviewFact[]>> {
  await tx.query({ name: 'append-interview-facts', text: APPEND, values: [JSON.stringify(facts)] });
  const ids = [...new Set(facts.map(({ interviewId }) => interviewId))];
  const { rows } = await tx.query<{ id: string; facts: InterviewFact[] }>({
    name: 'read-interview-facts',
    text: READ,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row.facts]));
}

const LOCK = `
select i.id, i.first_question as "firstQuestion", i.question_count as "questionCount",
  (select array_agg(q ->> 'text' order by n) from jsonb_array_elements(t.questions) with ordinality as e(q, n)) as questions
from interviews i join interview_templates t on t.id = i.template_id
where i.id = any($1::uuid[]) order by i.id for update of i`;

const APPEND = `
insert into interview_events (interview_id, inbox_id, fact_key, kind, question_number, attempt, recording_sid, occurred_at, observed_at, fact)
select "interviewId", "inboxId", fact ->> 'key', fact ->> 'kind', (fact ->> 'questionNumber')::integer, (fact ->> 'attempt')::integer,
  fact -> 'recording' ->> 'sid', (fact ->> 'occurredAt')::timestamptz, (fact ->> 'observedAt')::timestamptz, fact
from jsonb_to_recordset($1::jsonb) as f("interviewId" uuid, "inboxId" bigint, fact jsonb)
on conflict (interview_id, fact_key) do nothing`;

const READ = `
select interview_id as id, json_agg(fact) as facts from interview_events where interview_id = any($1::uuid[]) group by 1`;
