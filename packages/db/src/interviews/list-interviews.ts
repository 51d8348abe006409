import { follows, positionOf, toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';
import type { InterviewDetail } from './find-interview.ts';

/** Which interview it is, of whom, and about what. */
export type InterviewSubject = Pick<InterviewDetail, 'id' | 'status' | 'failure'> & {
  candidate: Pick<InterviewDetail['candidate'], 'id' | 'uuid' | 'name'>;
  template: Pick<InterviewDetail['template'], 'jobDescriptionId' | 'version' | 'title' | 'language'>;
};

/** An interview with its candidate, its question set and its latest result, without the answers. */
export type InterviewListRow = InterviewSubject &
  Pick<InterviewDetail, 'questionCount' | 'callSid' | 'resumes' | 'createdAt'> & {
    answered: number;
    overallScore: number | null;
    recommendation: string | null;
    /** The position of the row in the list. */
    position: string;
  };

export type InterviewFilter = {
  statuses?: readonly InterviewDetail['status'][] | undefined;
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
  const values = [after ?? null, statuses ?? null, jobDescriptionId ?? null, candidateId ?? null, limit + 1];
  return toPage((await tx.query<InterviewListRow>(SQL, values)).rows, limit);
}

const SQL = `
select i.id, i.status, i.failure, json_build_object('id', c.id, 'uuid', c.uuid, 'name', c.name) as candidate,
  json_build_object('jobDescriptionId', t.job_description_id, 'version', t.version, 'title', t.title, 'language', t.language)
    as template,
  i.question_count as "questionCount", i.answered, i.call_sid as "callSid", i.resumes, i.created_at as "createdAt",
  r.overall_score::float8 as "overallScore", r.recommendation, ${positionOf('i.created_at', 'i.id')} as position
from interviews i join candidates c on c.id = i.candidate_id join interview_templates t on t.id = i.template_id
  left join lateral (select overall_score, recommendation from interview_results
    where interview_id = i.id order by version desc limit 1) r on true
where ${follows('$1', 'i.created_at', 'i.id', 'uuid')}
  and ($2::text[] is null or i.status = any($2)) and ($3::uuid is null or t.job_description_id = $3)
  and ($4::integer is null or i.candidate_id = $4)
order by i.created_at desc, i.id desc limit $5`;
