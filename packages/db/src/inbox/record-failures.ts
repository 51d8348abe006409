import { MAX_ATTEMPTS, UNFINISHED_INBOX_STATES } from '@trunkline/telephony/inbox';
import { inList } from '../connection/in-list.ts';
import type { Queryable } from '../connection/open-database.ts';
import { JITTER } from '../connection/jitter.ts';

export type Failure = { id: string; error: string };

/**
 * Counts a failed attempt on each unfinished row: `failed`, due again in 1, 2, 4… s with jitter, or `dead_letter` after
 * `MAX_ATTEMPTS`. Returns the ids of the new dead letters. Rows are locked in the order of their ids.
 */
export async function recordFailures(db: Queryable, failures: readonly Failure[]): Promise<string[]> {
  if (failures.length === 0) return [];
  const { rows } = await db.query<{ id: string; status: string }>({
    name: 'record-failures',
    text: SQL,
    values: [JSON.stringify(failures.map(storable)), MAX_ATTEMPTS],
  });
  return rows.filter((row) => row.status === 'dead_letter').map((row) => row.id);
}

/** An error may quote half a character or a NUL, which Postgres refuses: the attempt would never be counted. */
const storable = ({ id, error }: Failure): Failure => ({ id, error: error.replaceAll('\0', '').toWellFormed() });

const SQL = `
with failure as (
  select f.id, left(f.error, 2000) as error
  from json_to_recordset($1::json) as f(id bigint, error text)
  join twilio_webhook_inbox i on i.id = f.id
  where i.processing_status in ${inList(UNFINISHED_INBOX_STATES)} order by f.id for update of i
)
update twilio_webhook_inbox i set
  retry_count = i.retry_count + 1,
  processing_status = case when i.retry_count + 1 >= $2 then 'dead_letter' else 'failed' end,
  error = f.error,
  next_attempt_at = now() + interval '1 second' * (2 ^ i.retry_count) * ${JITTER}
from failure f where i.id = f.id
returning i.id, i.processing_status as status`;
