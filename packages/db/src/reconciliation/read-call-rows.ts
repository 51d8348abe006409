import type { Queryable } from '../connection/open-database.ts';

/** What we hold of a call, as far as Twilio's list of calls can contradict it. */
export type CallRow = {
  callSid: string;
  status: string;
  durationSec: number | null;
  /** A decimal. */
  price: string | null;
  isFinal: boolean;
  isFrozen: boolean;
};

/** Those of these calls that we know, by their SID. Not Prisma: a thousand rows at once, for each page of a scan. */
export async function readCallRows(db: Queryable, callSids: readonly string[]): Promise<Map<string, CallRow>> {
  const { rows } = await db.query<CallRow>({ name: 'read-call-rows', text: CALLS, values: [callSids] });
  return new Map(rows.map((row) => [row.callSid, row]));
}

/** What we hold of a recording, as far as Twilio's list can contradict it. */
export type RecordingRow = { recordingSid: string; status: string; durationSec: number | null; price: string | null };

/** Those of these recordings that we know, by their SID. */
export async function readRecordingRows(db: Queryable, sids: readonly string[]): Promise<Map<string, RecordingRow>> {
  const { rows } = await db.query<RecordingRow>({ name: 'read-recording-rows', text: RECORDINGS, values: [sids] });
  return new Map(rows.map((row) => [row.recordingSid, row]));
}

const CALLS = `
select call_sid as "callSid", status, duration_sec as "durationSec", price::text, is_final as "isFinal",
  sync_state = 'frozen' as "isFrozen"
from calls where call_sid = any($1::varchar[])`;

const RECORDINGS = `
select recording_sid as "recordingSid", status, duration_sec as "durationSec", price::text
from call_recordings where recording_sid = any($1::varchar[])`;
