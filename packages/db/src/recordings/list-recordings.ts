import type { Custody, CustodyStep, RecordingPeaks } from '@trunkline/telephony/recordings';
import { toPage, type Page } from '../connection/latest-first.ts';
import type { Queryable } from '../connection/open-database.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A recording and its custody, as the parties of the call see it. */
export type RecordingOfParties = {
  recordingSid: string;
  callSid: string | null;
  /** Twilio's. */
  status: string;
  channels: number | null;
  durationSec: number | null;
  /** Seconds of the stored audio, by its own bytes. */
  audioSec: number | null;
  startedAt: Date | null;
  announcedAt: Date;
  custody: Custody;
  isEncrypted: boolean;
  /** Null until an answer of an interview in it was transcribed. */
  hasSpeech: boolean | null;
  contentType: string | null;
  sizeBytes: number | null;
  storedAt: Date | null;
  expiredAt: Date | null;
  hasPeaks: boolean;
};

/** Columns that only staff see. */
type RecordingOfStaff = {
  source: string | null;
  errorCode: string | null;
  encryptionDetails: string | null;
  sha256: string | null;
  fetchAttempts: number;
  remoteDeletedAt: Date | null;
};

export type RecordingDetail = RecordingOfParties & RecordingOfStaff & { evidence: CustodyStep[] };

type RecordingListRow = RecordingOfParties & RecordingOfStaff & { id: string };

type RecordingFilter = {
  recordingSid?: string | undefined;
  callSid?: string | undefined;
  interviewId?: string | undefined;
  custody?: readonly string[] | undefined;
};

const OF_PARTIES = `
  r.recording_sid as "recordingSid", r.call_sid as "callSid", r.twilio_status as status, r.channels, r.duration_sec as "durationSec",
  r.audio_sec::float8 as "audioSec", r.is_encrypted as "isEncrypted", r.has_speech as "hasSpeech",
  r.started_at as "startedAt", r.announced_at as "announcedAt", r.custody, r.content_type as "contentType",
  r.size_bytes::float8 as "sizeBytes", r.stored_at as "storedAt", r.expired_at as "expiredAt",
  exists (select from recording_peaks p where p.recording_sid = r.recording_sid) as "hasPeaks"`;
const OF_STAFF = `
  r.source, r.error_code as "errorCode", r.encryption_details as "encryptionDetails", r.sha256, r.fetch_attempts as "fetchAttempts",
  r.remote_deleted_at as "remoteDeletedAt"`;

/** A recording without the columns for staff; undefined where the reader may see none with this SID. */
export async function findRecording(tx: Scoped, recordingSid: string): Promise<RecordingOfParties | undefined> {
  const sql = `select ${OF_PARTIES} from call_recordings r where r.recording_sid = $1 and ${tx.rows('call_recordings', 'r')}`;
  return (await tx.query<RecordingOfParties>(sql, [recordingSid])).rows[0];
}

const RECORDINGS_OF_CALLS_AT_MOST = 100;

/** The recordings of these calls without the columns for staff, in the order in which they began. */
export async function listRecordingsOfCalls(tx: Scoped, callSids: readonly string[]): Promise<RecordingOfParties[]> {
  const sql = `
    select ${OF_PARTIES} from call_recordings r
    where r.call_sid = any($1::varchar[]) and ${tx.rows('call_recordings', 'r')}
    order by coalesce(r.started_at, r.announced_at), r.id limit ${RECORDINGS_OF_CALLS_AT_MOST}`;
  return (await tx.query<RecordingOfParties>(sql, [callSids])).rows;
}

/** The waveform of a stored recording; undefined where the actor may see none. */
export async function findPeaks(tx: Scoped, recordingSid: string): Promise<RecordingPeaks | undefined> {
  const sql = `
    select p.channels, p.peaks from recording_peaks p
    where p.recording_sid = $1 and ${tx.rows('recording_peaks', 'p')}`;
  return (await tx.query<RecordingPeaks>(sql, [recordingSid])).rows[0];
}

/** A recording with the evidence of its custody. */
export async function findRecordingDetail(tx: Scoped, recordingSid: string): Promise<RecordingDetail | undefined> {
  const sql = `
    select ${OF_PARTIES}, ${OF_STAFF}, r.evidence from call_recordings r
    where r.recording_sid = $1 and ${tx.rows('call_recordings', 'r')}`;
  return (await tx.query<RecordingDetail>(sql, [recordingSid])).rows[0];
}

/** What is needed to play a recording. `objectKey` is null while it is not in the object store, or no longer. */
export type Media = {
  custody: Custody;
  objectKey: string | null;
  contentType: string | null;
  sizeBytes: number | null;
  sha256: string | null;
};

/**
 * Undefined for a recording that was never announced. Takes no actor: the signed URL of the recording is the permission.
 */
export async function findMedia(db: Queryable, recordingSid: string): Promise<Media | undefined> {
  const sql = `
    select custody, case when custody = 'stored' then object_key end as "objectKey", content_type as "contentType",
      size_bytes::float8 as "sizeBytes", sha256
    from call_recordings where recording_sid = $1`;
  return (await db.query<Media>(sql, [recordingSid])).rows[0];
}

/** How many matching recordings are in each state of custody; empty states are left out. */
export async function countRecordings(
  tx: Scoped,
  filter: RecordingFilter,
): Promise<{ custody: Custody; count: number }[]> {
  const sql = `
    select r.custody, count(*)::integer as count from call_recordings r
    where ${MATCHES} and ${tx.rows('call_recordings', 'r')} group by r.custody`;
  return (await tx.query<{ custody: Custody; count: number }>(sql, valuesOf(filter))).rows;
}

/** A page of matching recordings, the latest first, after the one with this id. */
export async function listRecordings(
  tx: Scoped,
  filter: RecordingFilter,
  { after, limit }: { after: string | null; limit: number },
): Promise<Page<RecordingListRow>> {
  const sql = `
    select r.id::text, ${OF_PARTIES}, ${OF_STAFF} from call_recordings r
    where ${MATCHES} and ${tx.rows('call_recordings', 'r')} and ($5::bigint is null or r.id < $5) order by r.id desc limit $6`;
  const values = [...valuesOf(filter), after, limit + 1];
  return toPage((await tx.query<RecordingListRow>(sql, values)).rows, limit);
}

/** An interview's recordings are those of its answers and every other of its call. */
const MATCHES = `
  ($1::text is null or r.recording_sid = $1) and ($2::text is null or r.call_sid = $2)
  and ($3::uuid is null
    or r.recording_sid in (select a.recording_sid from interview_responses a where a.interview_id = $3)
    or r.call_sid = (select i.call_sid from interviews i where i.id = $3))
  and ($4::text[] is null or r.custody = any($4))`;

const valuesOf = ({ recordingSid, callSid, interviewId, custody }: RecordingFilter) => [
  recordingSid ?? null,
  callSid ?? null,
  interviewId ?? null,
  custody ?? null,
];
