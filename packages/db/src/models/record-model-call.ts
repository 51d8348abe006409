import type { Queryable } from '../connection/open-database.ts';

// SQL: the ledger's arithmetic and guards are in the statements, and worker-transcription does not load Prisma for them.

type ReservedCall = { key: string; estimateUsd: number };

/** Stores a model's answer, with whether it had no room for more, and replaces the estimate by the real cost. The call of this key is answered from now on. */
export async function recordModelAnswer(
  db: Queryable,
  { key, estimateUsd }: ReservedCall,
  { text, costUsd, isCut = false }: { text: string; costUsd: number; isCut?: boolean },
): Promise<void> {
  const sql = `
    update model_effects set state = 'answered', answer = jsonb_build_object('text', $2::text, 'cut', $5::boolean), answered_at = now(),
      cost_usd = greatest(0, cost_usd - $3::numeric + $4::numeric)
    where key = $1 and state <> 'answered'`;
  const storable = text.replaceAll('\0', '').toWellFormed();
  await db.query({ name: 'record-model-answer', text: sql, values: [key, storable, estimateUsd, costUsd, isCut] });
}

/** Records that the model's server refused the call before it cost anything: it may be repeated. */
export async function recordModelRefusal(db: Queryable, { key, estimateUsd }: ReservedCall): Promise<void> {
  const sql = `
    update model_effects set state = 'refused', cost_usd = greatest(0, cost_usd - $2::numeric)
    where key = $1 and state = 'asking'`;
  await db.query({ name: 'record-model-refusal', text: sql, values: [key, estimateUsd] });
}

/** Records that no answer arrived; the call may have been paid. */
export async function recordLostModelAnswer(db: Queryable, key: string): Promise<void> {
  const sql = `update model_effects set state = 'unknown' where key = $1 and state = 'asking'`;
  await db.query({ name: 'record-lost-model-answer', text: sql, values: [key] });
}

/** Renames the calls whose keys have this prefix, so that the same keys can be reserved anew. */
export async function retireModelCalls(db: Queryable, keyPrefix: string): Promise<void> {
  const sql = `
    update model_effects set key = key || ' until ' || to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US')
    where starts_with(key, $1) and key not like '% until %'`;
  await db.query({ name: 'retire-model-calls', text: sql, values: [keyPrefix] });
}
