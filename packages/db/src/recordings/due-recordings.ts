import { FINAL_RECORDING_STATUSES, UNFETCHED_CUSTODY } from '@trunkline/telephony/recordings';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';
import { utcText } from '../connection/utc-text.ts';

/**
 * Claims up to `limit` recordings that are due to be fetched or whose lease lapsed, for 30 s; returns their SIDs. Twilio
 * must have finished them. `skip locked`: two relays never claim the same row.
 */
export async function claimDueRecordings(db: Queryable, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ sid: string }>({ name: 'claim-due-recordings', text: CLAIM, values: [limit] });
  return rows.map(({ sid }) => sid);
}

/** Recordings finished at Twilio and not stored yet; `oldestSeconds` is how long the oldest has waited. */
export type RecordingMeasure = { unfetched: number; oldestSeconds: number };

/** Measures what is to be fetched, over an index that holds nothing else. */
export async function measureRecordings(db: Queryable): Promise<RecordingMeasure> {
  const { rows } = await db.query<RecordingMeasure>(MEASURE);
  return rows[0]!;
}

const LAPSED = `
jsonb_build_object('step', 'lapsed', 'attempt', r.fetch_attempts, 'at', ${utcText('now()')})`;

const CLAIM = `
with due as (
  select id from call_recordings
  where custody in ${inList(UNFETCHED_CUSTODY)} and next_attempt_at <= now() and twilio_status in ${inList(FINAL_RECORDING_STATUSES)}
  order by next_attempt_at limit $1 for update skip locked
)
update call_recordings r set custody = 'announced', next_attempt_at = now() + interval '30 seconds',
  evidence = case r.custody when 'fetching' then r.evidence || ${LAPSED} else r.evidence end
from due where r.id = due.id
returning r.recording_sid as sid`;

const MEASURE = `
select count(*)::integer as unfetched, coalesce(extract(epoch from now() - min(updated_at)), 0)::float8 as "oldestSeconds"
from call_recordings where custody in ${inList(UNFETCHED_CUSTODY)} and twilio_status = 'completed'`;
