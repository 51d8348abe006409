import { findCandidate, type CandidateRow } from '@trunkline/db/candidates';
import type { Scoped } from '@trunkline/db/connection';
import { findInterview, type InterviewDetail } from '@trunkline/db/interviews';
import { Problem } from '../http/problem.ts';

export const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Text that Postgres takes as a UUID. */
export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

/** The interview with this id, or 404. */
export async function getInterview(tx: Scoped, id: string): Promise<InterviewDetail> {
  const interview = isUuid(id) ? await findInterview(tx, id) : undefined;
  if (interview) return interview;
  throw new Problem('not_found', 'No interview with this id is known.');
}

/** An interview's name in the audit. */
export const interviewEntity = ({ id }: { id: string }): string => `interview:${id}`;

/** The candidate with this UUID or number, or 404. */
export async function getCandidate(tx: Scoped, id: unknown): Promise<CandidateRow> {
  const candidate = await findCandidateBy(tx, `${id as string | number}`);
  if (candidate) return candidate;
  throw new Problem('not_found', 'No candidate with this id is known.');
}

async function findCandidateBy(tx: Scoped, id: string): Promise<CandidateRow | undefined> {
  if (isUuid(id)) return findCandidate(tx, { uuid: id });
  return /^\d{1,10}$/.test(id) && Number(id) <= 2_147_483_647 ? findCandidate(tx, { id: Number(id) }) : undefined;
}
