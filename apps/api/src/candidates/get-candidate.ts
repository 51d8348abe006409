import { findCandidate, type CandidateRow } from '@trunkline/db/candidates';
import type { Scoped } from '@trunkline/db/connection';
import { isUuid } from '../http/ids.ts';
import { Problem } from '../http/problem.ts';

const MAX_INTEGER = 2_147_483_647;

/** The candidate with this UUID or number. Throws a 404 if there is none. */
export async function getCandidate(tx: Scoped, id: string | number): Promise<CandidateRow> {
  const candidate = await find(tx, `${id}`);
  if (candidate) return candidate;
  throw new Problem('not_found', 'No candidate with this id is known. POST /api/candidates adds one.');
}

async function find(tx: Scoped, id: string): Promise<CandidateRow | undefined> {
  if (isUuid(id)) return findCandidate(tx, { uuid: id });
  const isNumber = /^\d{1,10}$/.test(id) && Number(id) <= MAX_INTEGER;
  return isNumber ? findCandidate(tx, { id: Number(id) }) : undefined;
}
