import type { Queryable } from '../connection/open-database.ts';

/** After so many failed attempts a row is a dead letter and waits for a person. */
export const MAX_ATTEMPTS = 6;

export type Failure = { id: string; error: string };

/**
 * Charges one attempt to each row that is not finished: `failed` with a later next attempt (1, 2, 4… s with jitter),
 * or `dead_letter`. Returns the ids of the new dead letters. Not Prisma: the guard and the count are one statement.
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

/** A message may quote half a character or a NUL, which Postgres refuses; then nobody would ever be charged. */
const storable = ({ id, error }: Failure): Failure => ({ id, error: error.replaceAll('\0', '').toWellFormed() });

const SQL = `
with failure as (
  select f.id, left(f.error, 2000) as error
  from json_to_recordset($1::json) as f(id bigint, error text)
  join twilio_webhook_inbox i on i.id = f.id
  where i.processing_status in ('pending', 'processing', 'failed') order by f.id for update of i
)
update twilio_webhook_inbox i set
  retry_count = i.retry_count + 1,
  processing_status = case when i.retry_count + 1 >= $2 then 'dead_letter' else 'failed' end,
  error = f.error,
  next_attempt_at = now() + interval '1 second' * (2 ^ i.retry_count) * (0.75 + random() / 2)
from failure f where i.id = f.id
returning i.id, i.processing_status as status`;
