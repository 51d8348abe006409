import type { InterviewState } from '@trunkline/telephony/interviews';
import type { Queryable } from '../connection/open-database.ts';
import { NOTIFY_STREAM } from '../stream/notify-stream.ts';

/** A folded interview, and the questions that its answers belong to. */
export type InterviewToSave = InterviewState & { id: string; questions: readonly string[] };

/** Channel of changed interviews; the payload is a JSON array of their ids. */
const INTERVIEWS_CHANNEL = 'trunkline_interviews';

const IDS_PER_NOTIFICATION = 150; // a payload may have 8,000 bytes

/**
 * Writes folded interviews and their answers, emits their events and notifies, in one statement; `worker-transcription`
 * transcribes the new answers. The interviews must be locked. SQL: a batch, on the path of callbacks.
 */
export async function saveInterviews(db: Queryable, interviews: readonly InterviewToSave[]): Promise<void> {
  const answers = interviews.flatMap(({ id, questions, answers: ofInterview }) =>
    ofInterview.map((answer) => ({ ...answer, interviewId: id, question: questions[answer.questionNumber - 1] ?? '' })),
  );
  const ids = interviews.map(({ id }) => id);
  const chunks = Array.from({ length: Math.ceil(ids.length / IDS_PER_NOTIFICATION) }, (_, n) =>
    JSON.stringify(ids.slice(n * IDS_PER_NOTIFICATION, (n + 1) * IDS_PER_NOTIFICATION)),
  );
  const values = [JSON.stringify(interviews), JSON.stringify(answers), chunks];
  await db.query({ name: 'save-interviews', text: SQL, values });
}

const SQL = `
with state as materialized (
  select * from jsonb_to_recordset($1::jsonb) as s(id uuid, status text, "callSid" varchar, "callStatus" text, failure text,
    answered integer, "startedAt" timestamptz, "endedAt" timestamptz, version integer)
),
written as (
  update interviews i set status = s.status, call_sid = s."callSid", call_status = s."callStatus", failure = s.failure,
    answered = s.answered, started_at = s."startedAt", ended_at = s."endedAt", version = s.version, updated_at = now()
  from state s where i.id = s.id and i.version <> s.version
  returning i.id, i.call_sid
),
emitted as (
  insert into stream_events (name, entity, entity_id, call_id)
  select 'interview.updated', 'interview', w.id::text, c.id from written w left join calls c using (call_sid)
),
answer as materialized (
  select * from jsonb_to_recordset($2::jsonb) as a("interviewId" uuid, "questionNumber" integer, attempt integer, question text,
    "recordingSid" varchar, "durationSec" integer, "answeredAt" timestamptz)
),
answered as (
  insert into interview_responses as r (interview_id, question_number, attempt, question, recording_sid, duration_sec, answered_at,
    transcript_status, score_status)
  select "interviewId", "questionNumber", attempt, question, "recordingSid", "durationSec", "answeredAt",
    case when "recordingSid" is null then 'no_answer' else 'waiting' end, case when "recordingSid" is null then 'none' else 'waiting' end
  from answer
  on conflict (interview_id, question_number, attempt) do update set
    recording_sid = excluded.recording_sid, duration_sec = excluded.duration_sec, answered_at = excluded.answered_at, updated_at = now(),
    transcript = case when r.recording_sid is not distinct from excluded.recording_sid then r.transcript end,
    transcript_status = case when r.recording_sid is not distinct from excluded.recording_sid
      then r.transcript_status else excluded.transcript_status end,
    score_status = case when r.recording_sid is not distinct from excluded.recording_sid
      then r.score_status else excluded.score_status end
  where (r.recording_sid, r.duration_sec, r.answered_at)
    is distinct from (excluded.recording_sid, excluded.duration_sec, excluded.answered_at)
)
select pg_notify('${INTERVIEWS_CHANNEL}', chunk) from unnest($3::text[]) chunk union all ${NOTIFY_STREAM}`;
