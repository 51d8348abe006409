import type { Queryable } from '../connection/open-database.ts';

/** What a fold needs to know of an interview, and the questions as they were written into its answers. */
export type LockedInterview = { id: string; firstQuestion: number; questionCount: number; questions: string[] };

/** Locks those of these interviews that exist, in the order of their ids. Not Prisma: row locks. */
export async function lockInterviews(db: Queryable, ids: readonly string[]): Promise<LockedInterview[]> {
  const { rows } = await db.query<LockedInterview>({ name: 'lock-interviews', text: SQL, values: [ids] });
  return rows;
}

const SQL = `
select i.id, i.first_question as "firstQuestion", i.question_count as "questionCount",
  (select array_agg(q ->> 'text' order by n) from jsonb_array_elements(t.questions) with ordinality as e(q, n)) as questions
from interviews i join interview_templates t on t.id = i.template_id
where i.id = any($1::uuid[]) order by i.id for update of i`;
