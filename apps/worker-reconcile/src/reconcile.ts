import { withAdvisoryLock } from '@trunkline/db/connection';
import { recordError, type SyncJob } from '@trunkline/db/reconciliation';
import type { OpenQueue, ReconcileJob, Schedule } from '@trunkline/queues';
import type { Clock } from '@trunkline/service';
import { requestDailyScan } from './cold/request-daily-scan.ts';
import { askCall, askIfDue } from './hot/ask-calls.ts';
import { checkLiveCalls } from './hot/check-live-calls.ts';
import type { ReconcileParts } from './reconcile-parts.ts';
import { settleOpenGaps } from './settle-open-gaps.ts';
import { compareEndedCalls } from './warm/compare-ended-calls.ts';

const MINUTE_MS = 60_000;

/** Does one job of the reconcile queue. A warm or cold round that another process is at is left to it. */
export function reconcile(parts: ReconcileParts): (job: ReconcileJob) => Promise<void> {
  return async (job) => {
    switch (job.tier) {
      case 'hot':
        // Rounds may overlap, as each call is reserved by who asks about it: a slow answer holds up nobody else's.
        return noting(parts, 'reconcile_hot', async () => {
          try {
            await checkLiveCalls(parts);
          } finally {
            await settleOpenGaps(parts); // needs nobody else
          }
        });
      case 'warm':
        return inTurn(parts, 'reconcile_warm', () => compareEndedCalls(parts));
      case 'cold':
        return inTurn(parts, 'reconcile_cold', () => requestDailyScan(parts));
      case 'due':
        return askIfDue(parts, job.callSid);
      case 'call':
        return askCall(parts, job.callSid);
    }
  };
}

/** One process of many does the round. */
const inTurn = (parts: ReconcileParts, job: SyncJob, round: () => Promise<void>): Promise<void> =>
  noting(parts, job, async () => void (await withAdvisoryLock(parts.db, job, round)));

async function noting(parts: ReconcileParts, job: SyncJob, round: () => Promise<void>): Promise<void> {
  try {
    await round();
  } catch (error) {
    if (!parts.signal.aborted) await recordError(parts.db.pool, job, String(error), parts.clock.now()).catch(() => {});
    throw error;
  }
}

/** When the tiers have their rounds. The daily scan is looked for every hour: then it is late when we were, never lost. */
const schedules = (clock: Clock): Schedule<ReconcileJob>[] => [
  { id: 'hot', data: { tier: 'hot' }, everyMs: clock.realMs(MINUTE_MS) },
  { id: 'warm', data: { tier: 'warm' }, everyMs: clock.realMs(MINUTE_MS) },
  { id: 'cold', data: { tier: 'cold' }, everyMs: clock.realMs(60 * MINUTE_MS) },
];

/** Keeps the schedules, also when the queue was wiped. */
export const keepSchedules = (rounds: OpenQueue<ReconcileJob>, clock: Clock) => (): Promise<void> =>
  rounds.keepSchedules(schedules(clock));
