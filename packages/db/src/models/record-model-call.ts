import type { Queryable } from '../connection/open-database.ts';

type Question = { key: string; estimateUsd: number };

/** Keeps a model's answer and what it really cost: from now on this question is answered. */
export async function recordModelAnswer(
  db: Queryable,
  { key, estimateUsd }: Question,
  { text, costUsd }: { text: string; costUsd: number },
): Promise<void> {
  const sql = `
    update model_effects set state = 'answered', answer = jsonb_build_object('text', $2::text), answered_at = now(),
      cost_usd = greatest(0, cost_usd - $3::numeric + $4::numeric)
    where key = $1 and state <> 'answered'`;
  const storable = text.replaceAll('\0', '').toWellFormed();
  await db.query({ name: 'record-model-answer', text: sql, values: [key, storable, estimateUsd, costUsd] });
}

/** The model's server refused the question before it cost anything: it may be asked again. */
export async function recordModelRefusal(db: Queryable, { key, estimateUsd }: Question): Promise<void> {
  const sql = `
    update model_effects set state = 'refused', cost_usd = greatest(0, cost_usd - $2::numeric)
    where key = $1 and state = 'asking'`;
  await db.query({ name: 'record-refusal', text: sql, values: [key, estimateUsd] });
}

/** The answer never came, and may have been paid. */
export async function recordLostModelAnswer(db: Queryable, key: string): Promise<void> {
  const sql = `update model_effects set state = 'unknown' where key = $1 and state = 'asking'`;
  await db.query({ name: 'record-lost-answer', text: sql, values: [key] });
}

/** Puts aside all questions whose keys begin so: somebody who asks for them again means a new attempt. */
export async function retireModelCalls(db: Queryable, keysBeginWith: string): Promise<void> {
  const sql = `
    update model_effects set key = key || ' until ' || to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US')
    where starts_with(key, $1) and key not like '% until %'`;
  await db.query({ name: 'retire-effects', text: sql, values: [keysBeginWith] });
}
