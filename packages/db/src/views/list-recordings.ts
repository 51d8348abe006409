import type { Queryable } from '../open-database.ts';
import type { Custody, CustodyStep } from '../sql/settle-recording.ts';

/** A recording with what became of it. */
export type RecordingDetail = {
  recordingSid: string;
  callSid: string | null;
  /** Twilio's word. */
  status: string;
  source: string | null;
  channels: number | null;
  durationSec: number | null;
  startedAt: Date | null;
  announcedAt: Date;
  errorCode: string | null;
  custody: Custody;
  contentType: string | null;
  sizeBytes: number | null;
  sha256: string | null;
  fetchAttempts: number;
  storedAt: Date | null;
  expiredAt: Date | null;
  remoteDeletedAt: Date | null;
  evidence: CustodyStep[];
};

export type RecordingFilter = {
  recordingSid?: string | undefined;
  callSid?: string | undefined;
  interviewId?: string | undefined;
  custody?: readonly string[] | undefined;
};

/** Undefined for a recording that nobody ever announced. */
export async function findRecording(db: Queryable, recordingSid: string): Promise<RecordingDetail | undefined> {
  const sql = `select ${COLUMNS}, evidence from call_recordings r where recording_sid = $1`;
  return (await db.query<RecordingDetail>(sql, [recordingSid])).rows[0];
}

/** How many of the recordings that fit are in each state; a state without any is left out. */
export async function countRecordings(
  db: Queryable,
  filter: RecordingFilter,
): Promise<{ custody: Custody; count: number }[]> {
  const sql = `select custody, count(*)::integer as count from call_recordings r where ${FITS} group by custody`;
  return (await db.query<{ custody: Custody; count: number }>(sql, valuesOf(filter))).rows;
}

/** A page of the recordings that fit, the latest first, after the one with this id. */
export async function listRecordings(
  db: Queryable,
  filter: RecordingFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<(Omit<RecordingDetail, 'evidence'> & { id: string })[]> {
  const sql = `
    select id::text, ${COLUMNS} from call_recordings r
    where ${FITS} and ($5::bigint is null or id < $5) order by r.id desc limit $6`;
  return (await db.query<RecordingDetail & { id: string }>(sql, [...valuesOf(filter), after, limit])).rows;
}

const COLUMNS = `
  recording_sid as "recordingSid", call_sid as "callSid", status, source, channels, duration_sec as "durationSec",
  started_at as "startedAt", announced_at as "announcedAt", error_code as "errorCode", custody,
  content_type as "contentType", size_bytes::float8 as "sizeBytes", sha256, fetch_attempts as "fetchAttempts",
  stored_at as "storedAt", expired_at as "expiredAt", remote_deleted_at as "remoteDeletedAt"`;

/** An interview's recordings are those of its answers and all others of its call. */
const FITS = `
  ($1::text is null or recording_sid = $1) and ($2::text is null or call_sid = $2)
  and ($3::uuid is null
    or recording_sid in (select a.recording_sid from interview_responses a where a.interview_id = $3)
    or call_sid = (select i.call_sid from interviews i where i.id = $3))
  and ($4::text[] is null or custody = any($4))`;

const valuesOf = ({ recordingSid, callSid, interviewId, custody }: RecordingFilter) => [
  recordingSid ?? null,
  callSid ?? null,
  interviewId ?? null,
  custody ?? null,
];
