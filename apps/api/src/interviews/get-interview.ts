import type { Scoped } from '@trunkline/db/connection';
import {
  findInterview,
  findInterviewTemplate,
  type InterviewDetail,
  type InterviewTemplateRow,
} from '@trunkline/db/interviews';
import { isUuid } from '../http/ids.ts';
import { Problem } from '../http/problem.ts';

/** The interview with this id. Throws a 404 if there is none. */
export async function getInterview(tx: Scoped, id: string): Promise<InterviewDetail> {
  const interview = isUuid(id) ? await findInterview(tx, id) : undefined;
  if (interview) return interview;
  throw new Problem('not_found', 'No interview with this id is known.');
}

/** The interview's name in the audit. */
export const interviewEntity = ({ id }: { id: string }): string => `interview:${id}`;

/** A version of a question set; the latest one by default. Throws a 404 if there is none. */
export async function getTemplate(
  tx: Scoped,
  jobDescriptionId: string,
  version: number | undefined,
): Promise<InterviewTemplateRow> {
  const found = isUuid(jobDescriptionId) ? await findInterviewTemplate(tx, jobDescriptionId, version) : undefined;
  if (found) return found;
  throw new Problem('not_found', 'No interview template with this job_description_id (and version) is known.');
}
