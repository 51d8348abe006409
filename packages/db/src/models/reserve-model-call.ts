import type { Database, Queryable } from '../connection/open-database.ts';

/** A paid call of a model, with the most that it can cost. */
export type ModelCall = { key: string; kind: 'transcription' | 'score' | 'result'; model: string; estimateUsd: number };

/**
 * `ask`: the call is reserved, make it. `answered` before, `under-way` elsewhere, `over-budget` today, or `lost`: made
 * twice without an answer that was stored.
 */
export type ModelCallReservation =
  | { state: 'ask' | 'under-way' | 'over-budget' | 'lost' }
  | { state: 'answered'; answer: { text: string; isCut: boolean } };

/** Longer than any answer takes: a process that called so long ago has died. */
const CALLER_IS_DEAD = `interval '3 minutes'`;
/** A call whose answer was lost may have been paid; it is repeated once. */
const CALLS_AT_MOST = 2;

/**
 * Reserves a model call. Its row, with the most that it can cost, is committed before the model is called, so that the
 * day's budget holds with any number of processes. SQL: the sum and the row are decided under one lock.
 */
export async function reserveModelCall(
  db: Database,
  { key, kind, model, estimateUsd }: ModelCall,
  dailyBudgetUsd: number,
): Promise<ModelCallReservation> {
  const known = await find(db.pool, key);
  if (known?.state === 'answered') return { state: 'answered', answer: answerOf(known) };
  return db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('model budget'))`);
    const values = [key, kind, model, estimateUsd, dailyBudgetUsd, CALLS_AT_MOST];
    const { rowCount } = await tx.query({ name: 'reserve-model-call', text: RESERVE, values });
    if (rowCount === 1) return { state: 'ask' };
    const row = await find(tx, key);
    if (row?.state === 'answered') return { state: 'answered', answer: answerOf(row) };
    if (row?.state === 'asking' && !row.isDead) return { state: 'under-way' };
    if (row && row.state !== 'refused' && row.asks >= CALLS_AT_MOST) return { state: 'lost' };
    return { state: 'over-budget' };
  });
}

type KnownCall = { state: string; asks: number; isDead: boolean; answer: string | null; isCut: boolean };

const answerOf = ({ answer, isCut }: KnownCall) => ({ text: answer ?? '', isCut });

async function find(db: Queryable, key: string): Promise<KnownCall | undefined> {
  return (await db.query<KnownCall>({ name: 'find-model-call', text: FIND, values: [key] })).rows[0];
}

const FIND = `
select state, asks, asked_at < now() - ${CALLER_IS_DEAD} as "isDead", answer ->> 'text' as answer,
  coalesce((answer ->> 'cut')::boolean, false) as "isCut"
from model_effects where key = $1`;

const RESERVE = `
with spent as (
  select coalesce(sum(cost_usd), 0) as usd from model_effects
  where asked_at >= date_trunc('day', now() at time zone 'utc') at time zone 'utc'
)
insert into model_effects as e (key, kind, model, cost_usd)
select $1, $2, $3, $4::numeric from spent where usd + $4::numeric <= $5::numeric
on conflict (key) do update set
  state = 'asking', asked_at = now(), cost_usd = e.cost_usd + excluded.cost_usd,
  asks = e.asks + case e.state when 'refused' then 0 else 1 end
where e.state = 'refused'
  or (e.asks < $6::int and (e.state = 'unknown' or (e.state = 'asking' and e.asked_at < now() - ${CALLER_IS_DEAD})))
returning 1`;
