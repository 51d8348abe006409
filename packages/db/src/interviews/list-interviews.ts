import type { InterviewStatus } from '@trunkline/telephony/interviews';
import { timeOf, toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** An interview with its candidate, its question set and its latest result, without the answers. */
export type InterviewListRow = {
  id: string;
  status: InterviewStatus;
  failure: string | null;
  candidateUuid: string;
  candidateId: number;
  candidateName: string | null;
  jobDescriptionId: string;
  title: string;
  version: number;
  language: string;
  questionCount: number;
  answered: number;
  callSid: string | null;
  overallScore: number | null;
  recommendation: string | null;
  resumes: string | null;
  createdAt: Date;
  /** The position of the row in the list. */
  position: string;
};

export type InterviewFilter = {
  statuses?: readonly InterviewStatus[] | undefined;
  jobDescriptionId?: string | undefined;
  candidateId?: number | undefined;
};

/** A time in microseconds, and the id of an interview. */
export const INTERVIEW_POSITION = /^\d{1,17}\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A page of interviews, the latest first. SQL: the latest result of each, and an order by two columns. */
export async function listInterviews(
  tx: Scoped,
  { statuses, jobDescriptionId, candidateId }: InterviewFilter,
  { after, limit }: PageAt,
): Promise<Page<InterviewListRow>> {
  const [microseconds = null, id = null] = after?.split('.') ?? [];
  const values = [microseconds, id, statuses ?? null, jobDescriptionId ?? null, candidateId ?? null, limit + 1];
  return toPage((await tx.query<InterviewListRow>(SQL, values)).rows, limit);
}

const SQL = `
select i.id, i.status, i.failure, c.uuid as "candidateUuid", c.id as "candidateId", c.name as "candidateName",
  t.job_description_id as "jobDescriptionId", t.title, t.version, t.language, i.question_count as "questionCount", i.answered,
  i.call_sid as "callSid", r.overall_score::float8 as "overallScore", r.recommendation, i.resumes, i.created_at as "createdAt",
  (extract(epoch from i.created_at) * 1000000)::bigint || '.' || i.id as position
from interviews i join candidates c on c.id = i.candidate_id join interview_templates t on t.id = i.template_id
  left join lateral (select overall_score, recommendation from interview_results
    where interview_id = i.id order by version desc limit 1) r on true
where ($1::bigint is null or (i.created_at, i.id) < (${timeOf('$1::bigint')}, $2::uuid))
  and ($3::text[] is null or i.status = any($3)) and ($4::uuid is null or t.job_description_id = $4)
  and ($5::integer is null or i.candidate_id = $5)
order by i.created_at desc, i.id desc limit $6`;
