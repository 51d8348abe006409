import type { CustodyChange } from '@trunkline/telephony/recordings';
import type { Queryable } from '../connection/open-database.ts';
import { notifyStreamFor } from '../stream/notify-stream.ts';

/**
 * Writes the outcome of an attempt; false, and nothing is written, where another attempt has taken the recording over. An attempt that
 * is not charged is taken off: no earlier one can have its number, as numbers only grow while one is under way.
 */
export async function settleRecording(
  db: Queryable,
  { recordingSid, attempt }: { recordingSid: string; attempt: number },
  change: CustodyChange,
): Promise<boolean> {
  const object = change.custody === 'stored' ? change.object : undefined;
  const values = [
    recordingSid,
    attempt,
    change.custody,
    JSON.stringify(change.evidence),
    change.custody === 'announced' ? change.delaySeconds : 0,
    object?.objectKey ?? null,
    object?.contentType ?? null,
    object?.sizeBytes ?? null,
    object?.sha256 ?? null,
    object?.audioSec ?? null,
    object?.isEncrypted ?? false,
    change.custody === 'announced' && change.isUncharged === true,
    object?.peaks?.channels ?? null,
    object?.peaks?.peaks ?? null,
  ];
  return (await db.query({ name: 'settle-recording', text: SQL, values })).rowCount === 1;
}

/** The waveform is written with the custody: a stored recording has all that it will have. A retryable failure emits no stream event. */
const SQL = `
with settled as (
update call_recordings set
  custody = $3, evidence = $4::jsonb, next_attempt_at = now() + interval '1 second' * $5::float8,
  object_key = $6, content_type = $7, size_bytes = $8, sha256 = $9,
  audio_sec = $10, is_encrypted = $11,
  fetch_attempts = fetch_attempts - $12::boolean::integer,
  stored_at = case when $3 = 'stored' then now() end
where recording_sid = $1 and fetch_attempts = $2 and custody = 'fetching'
returning recording_sid, call_sid
),
peaked as (
  insert into recording_peaks (recording_sid, channels, peaks)
  select s.recording_sid, $13::smallint, $14::bytea from settled s where $14::bytea is not null
  on conflict (recording_sid) do update set channels = excluded.channels, peaks = excluded.peaks
),
emitted as (
  insert into stream_events (name, entity, entity_id, call_id)
  select 'recording.updated', 'recording', s.recording_sid, c.id from settled s left join calls c using (call_sid) where $3 <> 'announced'
)
${notifyStreamFor('settled')}`;
