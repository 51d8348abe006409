import { findCandidate, findInterview, type CandidateRow, type Database, type InterviewDetail } from '@trunkline/db';
import { Problem } from './problem.ts';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Text that Postgres takes as a UUID. */
export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

/** The interview with this id, or 404. */
export async function getInterview(db: Database, id: string): Promise<InterviewDetail> {
  const interview = isUuid(id) ? await findInterview(db.pool, id) : undefined;
  if (interview) return interview;
  throw new Problem('not_found', 'No interview with this id is known.');
}

/** The candidate with this UUID or number, or 404. */
export async function getCandidate(db: Database, id: unknown): Promise<CandidateRow> {
  const candidate = await findCandidateBy(db, `${id as string | number}`);
  if (candidate) return candidate;
  throw new Problem('not_found', 'No candidate with this id is known.');
}

async function findCandidateBy(db: Database, id: string): Promise<CandidateRow | undefined> {
  if (isUuid(id)) return findCandidate(db.pool, { uuid: id });
  return /^\d{1,9}$/.test(id) ? findCandidate(db.pool, { id: Number(id) }) : undefined;
}
