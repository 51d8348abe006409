import { requestSyncOnce } from '@trunkline/db/reconciliation';
import type { ReconcileParts } from '../reconcile-parts.ts';

const DAY_MS = 86_400_000;
/** At three o'clock Twilio has the prices of nearly all of yesterday's calls. */
const AFTER_MIDNIGHT_MS = 3 * 3_600_000;
/** Today, and the two days before it once more: prices appear late, and calls end after midnight. */
const LOOK_BACK_DAYS = 2;

/** Requests the daily scan, unless it was requested since three o'clock (UTC). */
export async function requestDailyScan({ db, clock }: Pick<ReconcileParts, 'db' | 'clock'>): Promise<void> {
  const now = clock.now();
  const today = Math.floor((now.getTime() - AFTER_MIDNIGHT_MS) / DAY_MS) * DAY_MS;
  const since = new Date(today - LOOK_BACK_DAYS * DAY_MS);
  await requestSyncOnce(db.pool, { kind: 'cold', since, until: now }, new Date(today + AFTER_MIDNIGHT_MS));
}
