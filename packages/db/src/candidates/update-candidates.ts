import { STATUS_WORDS } from '@trunkline/telephony/calls';
import type { Queryable } from '../connection/open-database.ts';

const LABELS = JSON.stringify(
  Object.fromEntries(Object.entries(STATUS_WORDS).map(([status, { candidate }]) => [status, candidate])),
);

/**
 * Sets `call_status` of these candidates by their latest call, in whatever order callbacks arrived; an unknown candidate
 * gets a row. SQL: locks first, so that the second statement sees every call written before.
 */
export async function updateCandidates(db: Queryable, candidateIds: readonly number[]): Promise<void> {
  if (candidateIds.length === 0) return;
  await db.query({ name: 'lock-candidates', text: LOCK, values: [candidateIds] });
  await db.query({ name: 'update-candidates', text: UPDATE, values: [candidateIds, LABELS] });
}

const LOCK = `
insert into candidates (id) select distinct id from unnest($1::integer[]) id order by id
on conflict (id) do update set id = excluded.id`;

const UPDATE = `
update candidates d set call_status = $2::jsonb ->> latest.status, last_call_sid = latest.call_sid
from (
  select distinct on (candidate_id) candidate_id, status, call_sid from calls
  where candidate_id = any($1::integer[])
  order by candidate_id, coalesce(start_time, created_at) desc, call_sid desc
) latest
where d.id = latest.candidate_id`;
