import { toPage, type Page } from '../connection/latest-first.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A recording that Twilio announced, with its custody and the answer that it belongs to. */
type TwilioRecordingRow = {
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

type TwilioRecordingFilter = {
  callSid?: string | undefined;
  interviewId?: string | undefined;
  after?: string | undefined;
};

/** A page of recordings, the latest first, after the one with this id. */
export async function listTwilioRecordings(
  tx: Scoped,
  { callSid, interviewId, after }: TwilioRecordingFilter,
  limit: number,
): Promise<Page<TwilioRecordingRow>> {
  const values = [callSid ?? null, interviewId ?? null, after ?? null, limit + 1];
  return toPage((await tx.query<TwilioRecordingRow>(SQL, values)).rows, limit);
}

const SQL = `
select m.id::text, m.recording_sid as "recordingSid", m.call_sid as "callSid", m.twilio_status as status, m.custody, m.duration_sec as "durationSec",
  m.channels, m.source, r.interview_id as "interviewId", r.question_number as "questionNumber",
  m.announced_at as "announcedAt", m.stored_at as "storedAt"
from call_recordings m left join lateral (
  select interview_id, question_number from interview_responses where recording_sid = m.recording_sid limit 1) r on true
where ($1::varchar is null or m.call_sid = $1) and ($2::uuid is null or r.interview_id = $2) and ($3::bigint is null or m.id < $3)
order by m.id desc limit $4`;
