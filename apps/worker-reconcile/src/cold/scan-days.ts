import type { SyncCounts, SyncProgress, SyncRun } from '@trunkline/db/reconciliation';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { resumeScan } from './resume-scan.ts';
import { takeCalls } from './take-calls.ts';
import { takeRecordings } from './take-recordings.ts';

const DAY_MS = 86_400_000;

/** Told after every page; throws to end the scan. */
export type Report = (progress: SyncProgress, counts: SyncCounts) => Promise<void>;

/**
 * Scans Twilio's lists of calls and recordings over the whole UTC days that the run touches, the oldest first; a run
 * that was broken off goes on with the day it was at.
 */
export async function scanDays(parts: ReconcileParts, run: SyncRun, report: Report): Promise<SyncCounts> {
  const days = utcDays(run.since, run.until);
  const { progress, counts } = resumeScan(run, days.map(nameOf));
  for (const day of days.slice(progress.daysDone)) {
    progress.day = nameOf(day);
    const { calls, recordings } = progress;
    progress.before = { calls, recordings, skipped: counts.skipped, total: counts.total };
    await report(progress, counts);
    for await (const { rows, requests } of parts.twilio.listCalls(
      { startTimeFrom: day, startTimeTo: day },
      parts.signal,
    )) {
      const taken = await takeCalls(parts, run, rows);
      progress.calls += rows.length;
      progress.requests += requests;
      progress.gaps += taken.gaps;
      counts.synced += taken.synced;
      counts.skipped += taken.skipped;
      counts.total += taken.total;
      await report(progress, counts);
    }
    for await (const { rows, requests } of parts.twilio.listRecordings(
      { dateCreatedFrom: day, dateCreatedTo: day },
      parts.signal,
    )) {
      progress.gaps += await takeRecordings(parts, run, rows);
      progress.recordings += rows.length;
      progress.requests += requests;
      await report(progress, counts);
    }
    progress.daysDone += 1;
  }
  await report({ ...progress, day: null }, counts);
  return counts;
}

const nameOf = (day: Date): string => day.toISOString().slice(0, 10);

/** The first moment of each UTC day from `since` to `until`. */
export function utcDays(since: Date, until: Date): Date[] {
  const days: Date[] = [];
  for (let at = Math.floor(since.getTime() / DAY_MS) * DAY_MS; at <= until.getTime(); at += DAY_MS)
    days.push(new Date(at));
  return days;
}
