import type { Page, TwilioAccount } from '@trunkline/twilio/rest';
import type { SyncCounts, SyncProgress, SyncRun } from '@trunkline/db/reconciliation';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { importCalls } from './import-calls.ts';
import { importRecordings } from './import-recordings.ts';

const DAY_MS = 86_400_000;

/** Called after every page; throws to end the scan. */
export type Report = (progress: SyncProgress, counts: SyncCounts) => Promise<void>;

/**
 * Scans Twilio's lists of calls and recordings over the whole UTC days that the run touches, the oldest first; an
 * interrupted run resumes with the day it was scanning.
 */
export async function scanDays(parts: ReconcileParts, run: SyncRun, report: Report): Promise<SyncCounts> {
  const days = utcDays(run.since, run.until);
  const { progress, counts } = resumeScan(run, days.map(nameOf));
  for (const day of days.slice(progress.daysDone)) {
    progress.day = nameOf(day);
    const { calls, recordings } = progress;
    progress.before = { calls, recordings, skipped: counts.skipped, total: counts.total };
    await report(progress, counts);
    const accounts = parts.twilio.accounts();
    const ofDay = { startTimeFrom: day, startTimeTo: day };
    for await (const { rows, requests } of listAll(accounts, (account) => account.listCalls(ofDay, parts.signal))) {
      const imported = await importCalls(parts, run, rows);
      progress.calls += rows.length;
      progress.requests += requests;
      progress.gaps += imported.gaps;
      counts.synced += imported.synced;
      counts.skipped += imported.skipped;
      counts.total += imported.total;
      await report(progress, counts);
    }
    const madeThen = { dateCreatedFrom: day, dateCreatedTo: day };
    const listRecordings = (account: TwilioAccount) => account.listRecordings(madeThen, parts.signal);
    for await (const { rows, requests } of listAll(accounts, listRecordings)) {
      progress.gaps += await importRecordings(parts, run, rows);
      progress.recordings += rows.length;
      progress.requests += requests;
      await report(progress, counts);
    }
    progress.daysDone += 1;
  }
  await report({ ...progress, day: null }, counts);
  return counts;
}

/** The pages of one account after the other. */
async function* listAll<Row>(
  accounts: readonly TwilioAccount[],
  list: (account: TwilioAccount) => AsyncGenerator<Page<Row>>,
): AsyncGenerator<Page<Row>> {
  for (const account of accounts) yield* list(account);
}

type Position = { progress: SyncProgress; counts: SyncCounts };

/**
 * Where a run begins or resumes: at the day it was scanning, or at the first one. What was imported of that day is known
 * by now; what was listed of it is counted anew. Pure.
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

const nameOf = (day: Date): string => day.toISOString().slice(0, 10);

/** The first moment of each UTC day from `since` to `until`. */
export function utcDays(since: Date, until: Date): Date[] {
  const days: Date[] = [];
  for (let at = Math.floor(since.getTime() / DAY_MS) * DAY_MS; at <= until.getTime(); at += DAY_MS)
    days.push(new Date(at));
  return days;
}
