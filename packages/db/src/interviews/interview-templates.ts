import type { Queryable } from '../connection/open-database.ts';

/** A question as `interview_templates.questions` holds it. */
export type TemplateQuestion = { text: string; time_limit_seconds: number; rubric: string | null };

/** One version of a question set. */
export type InterviewTemplateRow = {
  id: string;
  jobDescriptionId: string;
  version: number;
  title: string;
  language: string;
  voice: string;
  questions: TemplateQuestion[];
  createdAt: Date;
};

export type TemplateToSave = Pick<InterviewTemplateRow, 'title' | 'language' | 'voice' | 'questions'> & {
  /** Undefined begins a new question set. */
  jobDescriptionId?: string | undefined;
};

const COLUMNS =
  'id::text, job_description_id as "jobDescriptionId", version, title, language, voice, questions, created_at as "createdAt"';

/** Saves a question set as its next version; interviews keep the version that they began with. */
export async function saveInterviewTemplate(db: Queryable, template: TemplateToSave): Promise<InterviewTemplateRow> {
  const { jobDescriptionId = crypto.randomUUID(), title, language, voice, questions } = template;
  const sql = `
    insert into interview_templates (job_description_id, version, title, language, voice, questions)
    select $1::uuid, coalesce(max(version), 0) + 1, $2, $3, $4, $5::jsonb from interview_templates where job_description_id = $1::uuid
    on conflict (job_description_id, version) do nothing returning ${COLUMNS}`;
  const values = [jobDescriptionId, title, language, voice, JSON.stringify(questions)];
  const saved = (await db.query<InterviewTemplateRow>(sql, values)).rows[0];
  return saved ?? saveInterviewTemplate(db, { ...template, jobDescriptionId }); // somebody else took this version
}

/** A version of a question set, the latest where none is named. */
export async function findInterviewTemplate(
  db: Queryable,
  jobDescriptionId: string,
  version?: number,
): Promise<InterviewTemplateRow | undefined> {
  const sql = `
    select ${COLUMNS} from interview_templates where job_description_id = $1 and version = coalesce($2, version)
    order by version desc limit 1`;
  return (await db.query<InterviewTemplateRow>(sql, [jobDescriptionId, version ?? null])).rows[0];
}

/** All versions of one question set, or the latest of each; newest first, at most 500. */
export async function listInterviewTemplates(
  db: Queryable,
  jobDescriptionId?: string,
): Promise<InterviewTemplateRow[]> {
  const sql = `
    select ${COLUMNS} from interview_templates t
    where case when $1::uuid is null
      then version = (select max(version) from interview_templates l where l.job_description_id = t.job_description_id)
      else job_description_id = $1 end
    order by t.id desc limit 500`;
  return (await db.query<InterviewTemplateRow>(sql, [jobDescriptionId ?? null])).rows;
}

/** Removes a version that no interview began with; false where one did, or where there is none. */
export async function deleteInterviewTemplate(
  db: Queryable,
  jobDescriptionId: string,
  version: number,
): Promise<boolean> {
  const sql = `
    delete from interview_templates t where job_description_id = $1 and version = $2
      and not exists (select from interviews i where i.template_id = t.id)`;
  return (await db.query(sql, [jobDescriptionId, version])).rowCount === 1;
}
