import type { SyncCounts, SyncProgress, SyncRun } from '@trunkline/db/reconciliation';

type Position = { progress: SyncProgress; counts: SyncCounts };

/**
 * Where a run goes on: with the day it was at, or at the beginning. What was taken in of that day is known now; what was
 * listed of it is counted anew. Pure.
 */
export function resumeScan(
  { synced, progress }: Pick<SyncRun, 'synced' | 'progress'>,
  days: readonly string[],
): Position {
  const daysDone = Math.max(0, days.indexOf(progress.day ?? ''));
  const before = (daysDone > 0 && progress.before) || NOTHING;
  const { calls, recordings, skipped, total } = before;
  const { requests = 0, gaps = 0 } = progress;
  return {
    progress: { day: null, before, daysDone, daysTotal: days.length, calls, recordings, requests, gaps },
    counts: { synced, skipped, total },
  };
}

const NOTHING = { calls: 0, recordings: 0, skipped: 0, total: 0 };
