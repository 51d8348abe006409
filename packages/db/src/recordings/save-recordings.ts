import type { RecordingState } from '@trunkline/telephony/recordings';
import type { LockedCalls } from '../calls/lock-calls.ts';
import { NOTIFY_STREAM } from '../stream/notify-stream.ts';

/** Writes folded recordings and their stream events, in one statement per job of callbacks. */
export async function saveRecordings(tx: LockedCalls, recordings: readonly RecordingState[]): Promise<void> {
  if (recordings.length === 0) return;
  const sorted = recordings.toSorted((a, b) => (a.recordingSid < b.recordingSid ? -1 : 1));
  await tx.query({ name: 'save-recordings', text: SQL, values: [JSON.stringify(sorted)] });
}

/** The columns that the fold writes: name in the state, name in SQL, type. */
export const RECORDING_COLUMNS = [
  ['callSid', 'call_sid', 'varchar'],
  ['accountSid', 'account_sid', 'varchar'],
  ['status', 'twilio_status', 'text'],
  ['source', 'source', 'text'],
  ['channels', 'channels', 'integer'],
  ['track', 'track', 'text'],
  ['durationSec', 'duration_sec', 'integer'],
  ['startedAt', 'started_at', 'timestamptz'],
  ['url', 'url', 'text'],
  ['errorCode', 'error_code', 'text'],
  ['price', 'price', 'numeric'],
  ['priceUnit', 'price_unit', 'varchar'],
  ['encryptionDetails', 'encryption_details', 'text'],
  ['announcedAt', 'announced_at', 'timestamptz'],
  ['updatedAt', 'updated_at', 'timestamptz'],
] as const satisfies readonly (readonly [keyof RecordingState, string, string])[];

const names = RECORDING_COLUMNS.map(([, column]) => column).join(', ');

/** A recording that could not be read for want of its EncryptionDetails is fetched again once they are known. */
const BECOMES_READABLE =
  "r.custody = 'failed' and r.encryption_details is null and excluded.encryption_details is not null";

const SQL = `
with saved as (
insert into call_recordings as r (recording_sid, ${names})
select "recordingSid", ${RECORDING_COLUMNS.map(([field]) => `"${field}"`).join(', ')}
from jsonb_to_recordset($1::jsonb) as f("recordingSid" varchar, ${RECORDING_COLUMNS.map(([field, , type]) => `"${field}" ${type}`).join(', ')})
on conflict (recording_sid) do update set ${RECORDING_COLUMNS.map(([, column]) => `${column} = excluded.${column}`).join(', ')},
  custody = case when ${BECOMES_READABLE} then 'announced' else r.custody end,
  next_attempt_at = case when ${BECOMES_READABLE} then now() else r.next_attempt_at end
returning recording_sid, call_id
),
emitted as (
  insert into stream_events (name, entity, entity_id, call_id)
  select 'recording.updated', 'recording', recording_sid, call_id from saved
)
${NOTIFY_STREAM}`;
