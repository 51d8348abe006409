import { sidEnds, type Search } from '@trunkline/telephony/search';
import { seesAllCalls } from '../calls/sees-all-calls.ts';
import { READ_AT_MOST } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';
import { findCandidateIds } from './find-people.ts';
import { CANDIDATE_WORDS, containsPart } from './person-words.ts';

export type RecordingHit = { recordingSid: string; callSid: string | null; status: string; durationSec: number | null };
export type CandidateHit = { uuid: string; name: string | null; phoneNumber: string | null; callStatus: string | null };
export type InterviewHit = { id: string; name: string | null; status: string; createdAt: Date };
export type UserHit = { id: string; name: string; role: string; isActive: boolean };

/** The latest recordings with a SID that begins or ends so. */
export async function findRecordingHits(tx: Scoped, search: Search, limit: number): Promise<RecordingHit[]> {
  const { beginning, ending } = sidEnds(search, 'RE');
  if (beginning === null && ending === null) return [];
  const isFound = seesAllCalls(tx)
    ? 'r.id = any(array(select find_recordings_by_sid($1, $2, 1000)))'
    : `(starts_with(lower(r.recording_sid), $1) or coalesce(right(lower(r.recording_sid), length($2)) = $2, false))`;
  const sql = `
    select r.recording_sid as "recordingSid", r.call_sid as "callSid", r.twilio_status as status, r.duration_sec as "durationSec"
    from call_recordings r where ${isFound} and ${tx.rows('call_recordings', 'r')} order by r.id desc limit $3`;
  return (await tx.query<RecordingHit>(sql, [beginning, ending, limit])).rows;
}

/** The latest candidates whose number or name has a part of the search. */
export async function findCandidateHits(tx: Scoped, search: Search, limit: number): Promise<CandidateHit[]> {
  const { source, values } = await candidates(tx, search);
  const sql = `
    select c.uuid, c.name, c.phone_number as "phoneNumber", c.call_status as "callStatus"
    from ${source} c order by c.id desc limit $2`;
  return (await tx.query<CandidateHit>(sql, [values, limit])).rows;
}

/** The latest interviews of the candidates of a search. */
export async function findInterviewHits(tx: Scoped, search: Search, limit: number): Promise<InterviewHit[]> {
  const { source, values } = await candidates(tx, search);
  const sql = `
    select i.id, c.name, i.status, i.created_at as "createdAt" from (select * from ${source} c order by c.id desc limit 1000) c
    join interviews i on i.candidate_id = c.id where ${tx.rows('interviews', 'i')} order by i.created_at desc, i.id limit $2`;
  return (await tx.query<InterviewHit>(sql, [values, limit])).rows;
}

/** Users whose name has a part of the search. There are as many as people who log in, so that all are read. */
export async function findUserHits(tx: Scoped, { parts }: Search, limit: number): Promise<UserHit[]> {
  const sql = `
    select u.id, u.name, u.role, u.is_active as "isActive" from profiles u
    where ${containsPart('lower(u.name)', '$1::text[]')} and ${tx.rows('profiles', 'u')} order by u.name limit $2`;
  return (await tx.query<UserHit>(sql, [parts, limit])).rows;
}

/** The candidates of a search, as a source of a statement with its first parameter. */
async function candidates(tx: Scoped, search: Search): Promise<{ source: string; values: readonly unknown[] }> {
  const ids = await findCandidateIds(tx, search);
  const scope = tx.rows('candidates', 'c');
  if (ids)
    return { source: `(select c.* from candidates c where c.id = any($1::integer[]) and ${scope})`, values: ids };
  const newest = `select c.* from candidates c where ${scope} order by c.id desc limit ${READ_AT_MOST}`;
  return {
    source: `(select c.* from (${newest}) c where ${containsPart(CANDIDATE_WORDS('c'), '$1::text[]')})`,
    values: search.parts,
  };
}
