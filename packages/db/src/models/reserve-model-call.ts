import type { Database, Queryable } from '../connection/open-database.ts';

/** A question to a model that costs money. */
export type ModelCall = { key: string; kind: 'transcription' | 'score' | 'result'; model: string; estimateUsd: number };

/**
 * Whether to ask: `ask` (the row says so already), `answered` before, `under-way` elsewhere, `over-budget` today, or
 * `lost`: asked twice, and no answer was kept.
 */
export type ModelCallReservation =
  | { state: 'ask' | 'under-way' | 'over-budget' | 'lost' }
  | { state: 'answered'; answer: string };

/** Longer than any answer may take: whoever asked so long ago has died. */
const ASKER_IS_DEAD = `interval '3 minutes'`;
/** A question whose answer was lost may have been paid; it is asked once more and never again. */
const ASK_AT_MOST = 2;

/**
 * Opens a question to a model. Its row is committed before the model is asked, with what it will cost at most, so that
 * the day's budget holds with any number of askers. Not Prisma: the sum and the row are one, under a lock.
 */
export async function reserveModelCall(
  db: Database,
  effect: ModelCall,
  dailyBudgetUsd: number,
): Promise<ModelCallReservation> {
  const known = await find(db.pool, effect.key);
  if (known?.state === 'answered') return { state: 'answered', answer: known.answer ?? '' };
  return db.transaction(async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('model budget'))`);
    const { key, kind, model, estimateUsd } = effect;
    const values = [key, kind, model, estimateUsd, dailyBudgetUsd, ASK_AT_MOST];
    const { rowCount } = await tx.query({ name: 'open-effect', text: OPEN, values });
    if (rowCount === 1) return { state: 'ask' };
    const row = await find(tx, key);
    if (row?.state === 'answered') return { state: 'answered', answer: row.answer ?? '' };
    if (row?.state === 'asking' && !row.isDead) return { state: 'under-way' };
    if (row && row.state !== 'refused' && row.asks >= ASK_AT_MOST) return { state: 'lost' };
    return { state: 'over-budget' };
  });
}

type KnownEffect = { state: string; asks: number; isDead: boolean; answer: string | null };

async function find(db: Queryable, key: string): Promise<KnownEffect | undefined> {
  return (await db.query<KnownEffect>({ name: 'find-effect', text: FIND, values: [key] })).rows[0];
}

const FIND = `
select state, asks, asked_at < now() - ${ASKER_IS_DEAD} as "isDead", answer ->> 'text' as answer
from model_effects where key = $1`;

const OPEN = `
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
  or (e.asks < $6::int and (e.state = 'unknown' or (e.state = 'asking' and e.asked_at < now() - ${ASKER_IS_DEAD})))
returning 1`;
