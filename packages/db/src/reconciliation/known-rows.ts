import type { Queryable } from '../connection/open-database.ts';

/** The columns of a call that Twilio's list of calls can contradict. */
export type CallRow = {
  callSid: string;
  status: string;
  durationSec: number | null;
  /** A decimal. */
  price: string | null;
  isFinal: boolean;
  isFrozen: boolean;
};

/** Those of these calls that have a row, by SID; up to a thousand, for each page of a scan. */
export async function readCallRows(db: Queryable, callSids: readonly string[]): Promise<Map<string, CallRow>> {
  const { rows } = await db.query<CallRow>({ name: 'read-call-rows', text: CALLS, values: [callSids] });
  return new Map(rows.map((row) => [row.callSid, row]));
}

/** The columns of a recording that Twilio's list can contradict. */
export type RecordingRow = { recordingSid: string; status: string; durationSec: number | null; price: string | null };

/** Those of these recordings that have a row, by SID. */
export async function readRecordingRows(db: Queryable, sids: readonly string[]): Promise<Map<string, RecordingRow>> {
  const { rows } = await db.query<RecordingRow>({ name: 'read-recording-rows', text: RECORDINGS, values: [sids] });
  return new Map(rows.map((row) => [row.recordingSid, row]));
}

/** Those of these calls that have a row, or a callback in the inbox. */
export async function listKnownCalls(db: Queryable, callSids: readonly string[]): Promise<Set<string>> {
  if (callSids.length === 0) return new Set();
  const { rows } = await db.query<{ sid: string }>({ name: 'list-known-calls', text: KNOWN, values: [callSids] });
  return new Set(rows.map(({ sid }) => sid));
}

const CALLS = `
select call_sid as "callSid", status, duration_sec as "durationSec", price::text, is_final as "isFinal",
  sync_state = 'frozen' as "isFrozen"
from calls where call_sid = any($1::varchar[])`;

const RECORDINGS = `
select recording_sid as "recordingSid", twilio_status as status, duration_sec as "durationSec", price::text
from call_recordings where recording_sid = any($1::varchar[])`;

const KNOWN = `
select sid from unnest($1::varchar[]) sid
where exists (select from calls c where c.call_sid = sid) or exists (select from twilio_webhook_inbox i where i.call_sid = sid)`;
