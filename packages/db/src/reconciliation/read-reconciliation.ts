import { GAP_CLASSES, type GapClass } from '@trunkline/telephony/reconciliation';
import type { Scoped } from '../connection/with-actor.ts';
import { IN_STATE } from './list-gaps.ts';
import { listSyncRuns, type SyncRun } from './sync-runs.ts';

/** The progress of a tier of reconciliation. */
export type TierProgress = {
  jobName: string;
  cursor: { last_call_sid?: string; last_updated_at?: string };
  lastSuccessAt: Date | null;
  lastErrorAt: Date | null;
  lastError: string | null;
  /** Seconds since the last success. */
  lagSeconds: number | null;
};

type GapCount = { class: GapClass; open: number; ignored: number; healed: number };

export type Reconciliation = {
  tiers: TierProgress[];
  gaps: GapCount[];
  /** Ended calls that were not compared with Twilio yet. */
  uncompared: number;
  runs: SyncRun[];
};

const TIERS = ['reconcile_hot', 'reconcile_warm', 'reconcile_cold'];
const LAST_RUNS = 5;

/** Cursor, lag and last error of each tier at `now`, the counts of gaps, and the last scans. */
export async function readReconciliation(tx: Scoped, now: Date): Promise<Reconciliation> {
  const tiers = await tx.query<TierProgress>(STATE, [TIERS, now]);
  const gaps = await tx.query<GapCount>(GAPS, [GAP_CLASSES]);
  const uncompared = await tx.query<{ count: number }>(UNCOMPARED);
  const runs = await listSyncRuns(tx, LAST_RUNS);
  return { tiers: tiers.rows, gaps: gaps.rows, uncompared: uncompared.rows[0]!.count, runs };
}

const STATE = `
select t.name as "jobName", coalesce(s.cursor, '{}') as cursor, s.last_success_at as "lastSuccessAt",
  s.last_error_at as "lastErrorAt", s.last_error as "lastError",
  round(extract(epoch from $2::timestamptz - s.last_success_at))::integer as "lagSeconds"
from unnest($1::text[]) with ordinality t(name, n) left join sync_state s on s.job_name = t.name order by n`;

const GAPS = `
select c.class, count(g.id) filter (where ${IN_STATE.open})::integer as open,
  count(g.id) filter (where ${IN_STATE.ignored})::integer as ignored,
  count(g.id) filter (where ${IN_STATE.healed})::integer as healed
from unnest($1::text[]) with ordinality c(class, n)
left join callback_gaps g on g.class = c.class group by c.class, n order by n`;

const UNCOMPARED = `
select count(*)::integer as count from calls
where reconciled_at is null and call_sid is not null and created_at > '-infinity' and is_final and sync_state = 'active'`;
