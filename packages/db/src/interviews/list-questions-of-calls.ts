import type { Scoped } from '../connection/with-actor.ts';

/** One attempt at a question of an interview, by call: when it was asked and answered by our clock. */
export type QuestionOfCall = {
  interviewId: string;
  callSid: string;
  questionNumber: number;
  attempt: number;
  question: string | null;
  recordingSid: string | null;
  askedAt: Date | null;
  answeredAt: Date | null;
  durationSec: number | null;
  score: number | null;
};

const QUESTIONS_AT_MOST = 200;

/** The questions asked in these calls, in their order. The reply to an answer asks the next question: no request of its own says when. */
export async function listQuestionsOfCalls(tx: Scoped, callSids: readonly string[]): Promise<QuestionOfCall[]> {
  if (callSids.length === 0) return [];
  return (await tx.query<QuestionOfCall>(sqlFor(tx), [callSids])).rows;
}

const sqlFor = (tx: Scoped): string => `
with attempts as (
  select i.id, i.call_sid, i.template_id, e.question_number, e.attempt, min(e.observed_at) filter (where e.kind = 'asked') as asked_at,
    min(e.observed_at) filter (where e.kind in ('answered', 'silent')) as heard_at
  from interviews i join interview_events e on e.interview_id = i.id and ${tx.rows('interview_events', 'e')}
  where i.call_sid = any($1::varchar[]) and e.question_number is not null and e.attempt is not null and ${tx.rows('interviews', 'i')}
  group by i.id, i.call_sid, i.template_id, e.question_number, e.attempt
)
select a.id as "interviewId", a.call_sid as "callSid", a.question_number as "questionNumber", a.attempt,
  coalesce(r.question, t.questions -> (a.question_number - 1) ->> 'text') as question, r.recording_sid as "recordingSid",
  coalesce(a.asked_at, lag(a.heard_at) over (partition by a.id order by a.question_number, a.attempt)) as "askedAt", coalesce(r.answered_at, a.heard_at) as "answeredAt", r.duration_sec as "durationSec",
  (select s.score from interview_scores s where s.response_id = r.id and ${tx.rows('interview_scores', 's')} order by s.version desc limit 1) as score
from attempts a
join interview_templates t on t.id = a.template_id and ${tx.rows('interview_templates', 't')}
left join interview_responses r on r.interview_id = a.id and r.question_number = a.question_number and r.attempt = a.attempt
  and ${tx.rows('interview_responses', 'r')}
order by a.call_sid, a.question_number, a.attempt limit ${QUESTIONS_AT_MOST}`;
