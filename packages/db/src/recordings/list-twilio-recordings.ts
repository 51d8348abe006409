import type { Queryable } from '../connection/open-database.ts';

/** A recording that Twilio announced, and what became of it here. */
export type TwilioRecordingRow = {
  id: string;
  recordingSid: string;
  callSid: string | null;
  status: string;
  custody: string;
  durationSec: number | null;
  channels: number | null;
  source: string | null;
  interviewId: string | null;
  questionNumber: number | null;
  announcedAt: Date;
  storedAt: Date | null;
};

export type TwilioRecordingFilter = {
  callSid?: string | undefined;
  interviewId?: string | undefined;
  after?: string | undefined;
};

/** Newest first. Not Prisma: the answer that a recording belongs to is joined by its SID. */
export async function listTwilioRecordings(
  db: Queryable,
  { callSid, interviewId, after }: TwilioRecordingFilter,
  limit: number,
): Promise<{ rows: TwilioRecordingRow[]; hasMore: boolean }> {
  const values = [callSid ?? null, interviewId ?? null, after ?? null, limit + 1];
  const { rows } = await db.query<TwilioRecordingRow>(SQL, values);
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
}

const SQL = `
select m.id::text, m.recording_sid as "recordingSid", m.call_sid as "callSid", m.status, m.custody, m.duration_sec as "durationSec",
  m.channels, m.source, r.interview_id as "interviewId", r.question_number as "questionNumber",
  m.announced_at as "announcedAt", m.stored_at as "storedAt"
from call_recordings m left join lateral (
  select interview_id, question_number from interview_responses where recording_sid = m.recording_sid limit 1) r on true
where ($1::varchar is null or m.call_sid = $1) and ($2::uuid is null or r.interview_id = $2) and ($3::bigint is null or m.id < $3)
order by m.id desc limit $4`;
