import type { Queryable } from '../connection/open-database.ts';
import { utcText } from '../connection/utc-text.ts';

/** A recording in the object store. */
export type StoredRecording = { recordingSid: string; objectKey: string };

/** Up to a hundred recordings stored more than `minutes` ago, the oldest first; of one account only, where it is given. */
export async function listOutdatedRecordings(
  db: Queryable,
  minutes: number,
  accountSid?: string,
): Promise<StoredRecording[]> {
  const sql = `
    select recording_sid as "recordingSid", object_key as "objectKey" from call_recordings
    where custody = 'stored' and stored_at < now() - interval '1 minute' * $1
      and ($2::text is null or account_sid = $2) order by stored_at limit 100`;
  return (await db.query<StoredRecording>(sql, [minutes, accountSid ?? null])).rows;
}

/** Records that a recording was deleted from the object store; its waveform goes with it. */
export async function expireRecording(db: Queryable, recordingSid: string): Promise<void> {
  await db.query(
    `with expired as (
      update call_recordings set custody = 'expired', expired_at = now(), object_key = null, ${withStep('expired')}
      where recording_sid = $1 and custody = 'stored' returning recording_sid, call_sid
    ),
    flat as (delete from recording_peaks p using expired e where p.recording_sid = e.recording_sid)
    select tell_stream('recording.updated', 'recording', e.recording_sid, c.id) from expired e left join calls c using (call_sid)`,
    [recordingSid],
  );
}

/** Up to a hundred recordings stored within the last 30 days that are not known to be deleted at Twilio. */
export async function listRecordingsToDelete(db: Queryable): Promise<StoredRecording[]> {
  const sql = `
    select recording_sid as "recordingSid", object_key as "objectKey" from call_recordings
    where custody = 'stored' and remote_deleted_at is null and stored_at > now() - interval '30 days'
    order by stored_at limit 100`;
  return (await db.query<StoredRecording>(sql)).rows;
}

/** Records that a recording was deleted at Twilio. */
export async function recordRemoteDeletion(db: Queryable, recordingSid: string): Promise<void> {
  await db.query(
    `update call_recordings set remote_deleted_at = now(), ${withStep('deleted-at-twilio')}
    where recording_sid = $1 and remote_deleted_at is null`,
    [recordingSid],
  );
}

const withStep = (step: string): string => `
  evidence = evidence || jsonb_build_object('step', '${step}', 'at', ${utcText('now()')})`;
