/** How a tier of reconciliation does: its last round failed, or it has not succeeded for too long, or never. */
export const TIER_STATES = ['ok', 'failing', 'late', 'never'] as const;
export type TierState = (typeof TIER_STATES)[number];

/** The cold tier is a daily scan; the others come every few seconds, and may pause for a minute or two after a 429. */
const LATE_AFTER_S = { reconcile_hot: 180, reconcile_warm: 180, reconcile_cold: 100_000 } as const;

type Tier = {
  jobName: string;
  lagSeconds: number | null;
  lastSuccessAt: Date | null;
  lastErrorAt: Date | null;
};

/** The state of a tier by when it last succeeded and failed. Pure. */
export function tierStateOf({ jobName, lagSeconds, lastSuccessAt, lastErrorAt }: Tier): TierState {
  if (lastErrorAt && (!lastSuccessAt || lastErrorAt > lastSuccessAt)) return 'failing';
  if (lagSeconds === null) return 'never';
  const lateAfter: Readonly<Record<string, number>> = LATE_AFTER_S;
  return lagSeconds > (lateAfter[jobName] ?? Infinity) ? 'late' : 'ok';
}

/** What to do about a tier in this state; null where nothing is to be done. */
export const TIER_REMEDIES: Readonly<Record<TierState, { remedy: string; runbook: string } | null>> = {
  ok: null,
  failing: {
    remedy: 'Remove the cause that the error names; the tier goes on by itself.',
    runbook: 'docs/operations/reconciliation.md#twilio-refuses-our-requests',
  },
  late: {
    remedy: 'Check that worker-reconcile runs, and that the queue reconcile is not paused.',
    runbook: 'docs/operations/reconciliation.md#a-tier-lags',
  },
  never: {
    remedy: 'It begins by itself within a minute; otherwise set TWILIO_ACCOUNT_SID and start worker-reconcile.',
    runbook: 'docs/operations/reconciliation.md#a-tier-lags',
  },
};
