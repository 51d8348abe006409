import { withAdvisoryLock } from '@trunkline/db/connection';
import { recordError, type SyncJob } from '@trunkline/db/reconciliation';
import type { OpenQueue, ReconcileJob, Schedule } from '@trunkline/queues';
import type { Clock } from '@trunkline/service';
import { requestDailyScan } from './cold/request-daily-scan.ts';
import { askCall, askIfDue } from './hot/ask-calls.ts';
import { checkLiveCalls } from './hot/check-live-calls.ts';
import { openPause, type Pause } from './pause.ts';
import type { ReconcileParts } from './reconcile-parts.ts';
import { settleOpenGaps } from './settle-open-gaps.ts';
import { compareEndedCalls } from './warm/compare-ended-calls.ts';

const MINUTE_MS = 60_000;

/**
 * Handles a job of the reconcile queue. A warm or cold tick that another process is running is skipped, and so is what
 * would ask Twilio during a pause.
 */
export function reconcile(
  parts: ReconcileParts,
  pause: Pause = openPause(parts),
  mayScan = () => true,
): (job: ReconcileJob) => Promise<void> {
  return async (job) => {
    switch (job.tier) {
      case 'hot':
        // Ticks may overlap, as each reserves the calls that it asks about: a slow answer delays no other tick.
        return recordingErrors(parts, 'reconcile_hot', async () => {
          try {
            await pause.run(() => checkLiveCalls(parts));
          } finally {
            await settleOpenGaps(parts); // needs no answer of Twilio
          }
        });
      case 'warm':
        return exclusively(parts, 'reconcile_warm', () => pause.run(() => compareEndedCalls(parts)));
      case 'cold':
        if (!mayScan()) return;
        return exclusively(parts, 'reconcile_cold', () => requestDailyScan(parts));
      case 'due':
        return pause.run(() => askIfDue(parts, job.callSid));
      case 'call':
        return pause.run(() => askCall(parts, job.callSid));
    }
  };
}

/** Runs the tick in one process at a time. */
const exclusively = (parts: ReconcileParts, job: SyncJob, tick: () => Promise<void>): Promise<void> =>
  recordingErrors(parts, job, async () => void (await withAdvisoryLock(parts.db, job, tick)));

async function recordingErrors(parts: ReconcileParts, job: SyncJob, tick: () => Promise<void>): Promise<void> {
  try {
    await tick();
  } catch (error) {
    if (!parts.signal.aborted) await recordError(parts.db.pool, job, String(error), parts.clock.now()).catch(() => {});
    throw error;
  }
}

/** When the tiers tick. The cold tick checks whether the daily scan is due: after an outage it is late, not lost. */
const schedules = (clock: Clock): Schedule<ReconcileJob>[] => [
  { id: 'hot', data: { tier: 'hot' }, everyMs: clock.realMs(MINUTE_MS) },
  { id: 'warm', data: { tier: 'warm' }, everyMs: clock.realMs(MINUTE_MS) },
  { id: 'cold', data: { tier: 'cold' }, everyMs: clock.realMs(MINUTE_MS) },
];

/** Keeps the schedules, also after the queue was wiped. */
export const keepSchedules =
  ({ ticks, clock }: { ticks: Pick<OpenQueue<ReconcileJob>, 'keepSchedules'>; clock: Clock }) =>
  (): Promise<void> =>
    ticks.keepSchedules(schedules(clock));
