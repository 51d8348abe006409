import { readSyncAttempts, requestSyncOnce, type SyncAttempts } from '@trunkline/db/reconciliation';
import { backoffMs, NO_JITTER, type Clock } from '@trunkline/service';
import type { ReconcileParts } from '../reconcile-parts.ts';

const DAY_MS = 86_400_000;
/** At three o'clock Twilio has the prices of nearly all of yesterday's calls. */
const AFTER_MIDNIGHT_MS = 3 * 3_600_000;
/** Today, and the two days before it once more: prices appear late, and calls end after midnight. */
const LOOK_BACK_DAYS = 2;
/** A scan that failed because something was still starting is repeated within two minutes. */
const RETRY = { firstMs: 60_000, longestMs: 3_600_000, jitter: NO_JITTER };

/** Requests the daily scan, unless it was requested since three o'clock (UTC); one that failed, again after a pause. */
export async function requestDailyScan({ db, clock }: Pick<ReconcileParts, 'db' | 'clock'>): Promise<void> {
  const now = clock.now();
  const today = Math.floor((now.getTime() - AFTER_MIDNIGHT_MS) / DAY_MS) * DAY_MS;
  const reached = new Date(today + AFTER_MIDNIGHT_MS);
  if (!isScanDue(await readSyncAttempts(db.pool, 'cold', reached), clock)) return;
  const since = new Date(today - LOOK_BACK_DAYS * DAY_MS);
  await requestSyncOnce(db.pool, { kind: 'cold', since, until: now }, reached);
}

/** True for the first attempt, and for the n-th once the pause after the last failure is over. Pure. */
export const isScanDue = (
  { isRequested, failures, failedMsAgo }: SyncAttempts,
  { realMs }: Pick<Clock, 'realMs'>,
): boolean => !isRequested && (failures === 0 || (failedMsAgo ?? 0) >= realMs(backoffMs(failures, RETRY)));
