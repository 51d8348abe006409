import type { Queryable } from '../connection/open-database.ts';

/** The texts of an interview, from the template version that it began with. */
export type InterviewScriptRow = {
  interviewId: string;
  firstQuestion: number;
  questionCount: number;
  language: string;
  voice: string;
  questions: { text: string; timeLimitSeconds: number }[];
};

/** The script of an interview; undefined where it is unknown. SQL: a caller waits on the line. */
export async function findInterviewScript(db: Queryable, id: string): Promise<InterviewScriptRow | undefined> {
  const { rows } = await db.query<InterviewScriptRow>({ name: 'find-interview-script', text: SQL, values: [id] });
  return rows[0];
}

const SQL = `
select i.id as "interviewId", i.first_question as "firstQuestion", i.question_count as "questionCount", t.language, t.voice,
  (select json_agg(json_build_object('text', q ->> 'text', 'timeLimitSeconds', (q ->> 'time_limit_seconds')::integer) order by n)
   from jsonb_array_elements(t.questions) with ordinality as e(q, n)) as questions
from interviews i join interview_templates t on t.id = i.template_id where i.id = $1`;
