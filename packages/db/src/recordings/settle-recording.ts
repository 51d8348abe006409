import type { Queryable } from '../connection/open-database.ts';
import { wakeStreamFor } from '../stream/notify-stream.ts';

/** What has become of a recording with us. */
export const CUSTODY_STATES = ['announced', 'fetching', 'stored', 'absent', 'failed', 'expired'] as const;
export type Custody = (typeof CUSTODY_STATES)[number];

/** One step of a recording's way into our custody and out of it, with what was seen. `at` is ISO 8601. */
export type CustodyStep = {
  at: string;
  step: string;
  /** How often the same happened in a row, and when last. */
  times?: number;
  lastAt?: string;
  [detail: string]: string | number | boolean | null | undefined;
};

/** A recording as it lies in the store. */
export type KeptObject = { objectKey: string; contentType: string; sizeBytes: number; sha256: string };

/** What comes of an attempt: the recording is announced again, to be tried in `delaySeconds`, or settled. */
export type CustodyChange = { evidence: readonly CustodyStep[] } & (
  | { custody: 'announced'; delaySeconds: number }
  | { custody: 'absent' | 'failed' }
  | { custody: 'stored'; object: KeptObject }
);

/**
 * Writes what came of an attempt; false where the recording was lost to another one, and nothing is written. Not Prisma:
 * the guard is in the statement.
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
  ];
  return (await db.query({ name: 'settle-recording', text: SQL, values })).rowCount === 1;
}

/** An attempt that failed and comes again is nobody's news. */
const SQL = `
with settled as (
update call_recordings set
  custody = $3, evidence = $4::jsonb, next_attempt_at = now() + interval '1 second' * $5::float8,
  object_key = $6, content_type = $7, size_bytes = $8, sha256 = $9,
  stored_at = case when $3 = 'stored' then now() end
where recording_sid = $1 and fetch_attempts = $2 and custody = 'fetching'
returning recording_sid, call_sid
),
told as (
  insert into stream_events (name, entity, entity_id, call_id)
  select 'recording.updated', 'recording', s.recording_sid, c.id from settled s left join calls c using (call_sid) where $3 <> 'announced'
)
${wakeStreamFor('settled')}`;
