import type { Page, TwilioAccount, UnreadableRow } from '@trunkline/twilio/rest';
import type { SyncCounts, SyncProgress, SyncRun, UnreadableRows } from '@trunkline/db/reconciliation';
import type { ReconcileParts } from '../reconcile-parts.ts';
import { reportUnreadable } from '../report-unreadable.ts';
import { importCalls } from './import-calls.ts';
import { importRecordings } from './import-recordings.ts';

const DAY_MS = 86_400_000;

/** Called after every page; throws to end the scan. */
export type Report = (progress: SyncProgress, counts: SyncCounts) => Promise<void>;

/**
 * Scans Twilio's lists of calls and recordings over the whole UTC days that the run touches, the oldest first; an
 * interrupted run resumes with the day it was scanning. A row that cannot be read is named in the progress and skipped.
 */
export async function scanDays(parts: ReconcileParts, run: SyncRun, report: Report): Promise<SyncCounts> {
  const days = utcDays(run.since, run.until);
  const { progress, counts } = resumeScan(run, days.map(nameOf));
  const onUnreadable = (row: UnreadableRow): void => {
    reportUnreadable(parts, row);
    progress.unreadable = withRow(progress.unreadable, row);
  };
  for (const day of days.slice(progress.daysDone)) {
    progress.day = nameOf(day);
    progress.before = beforeDay(progress, counts);
    await report(progress, counts);
    const accounts = parts.twilio.accounts();
    const ofDay = { startTimeFrom: day, startTimeTo: day };
    const listCalls = (account: TwilioAccount) => account.listCalls(ofDay, parts.signal, onUnreadable);
    for await (const { rows, requests } of listAll(accounts, listCalls)) {
      const imported = await importCalls(parts, run, rows, onUnreadable);
      progress.calls += rows.length;
      progress.requests += requests;
      progress.gaps += imported.gaps;
      counts.synced += imported.synced;
      counts.skipped += imported.skipped;
      counts.total += imported.total;
      await report(progress, counts);
    }
    const madeThen = { dateCreatedFrom: day, dateCreatedTo: day };
    const listRecordings = (account: TwilioAccount) => account.listRecordings(madeThen, parts.signal, onUnreadable);
    for await (const { rows, requests } of listAll(accounts, listRecordings)) {
      progress.gaps += await importRecordings(parts, run, rows, onUnreadable);
      progress.recordings += rows.length;
      progress.requests += requests;
      await report(progress, counts);
    }
    progress.daysDone += 1;
  }
  await report({ ...progress, day: null }, counts);
  return counts;
}

/** More than this many rows are counted and no longer named. */
const NAMED_AT_MOST = 20;

/** With one more row, by its names alone. */
function withRow({ count, rows }: UnreadableRows = { count: 0, rows: [] }, row: UnreadableRow): UnreadableRows {
  return { count: count + 1, rows: rows.length < NAMED_AT_MOST ? [...rows, row] : rows };
}

function beforeDay(
  { calls, recordings, unreadable }: SyncProgress,
  { skipped, total }: SyncCounts,
): SyncProgress['before'] {
  return { calls, recordings, skipped, total, ...(unreadable && { unreadable }) };
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
  const { calls, recordings, skipped, total, unreadable } = before;
  const { requests = 0, gaps = 0 } = progress;
  const counted = { calls, recordings, requests, gaps, ...(unreadable && { unreadable }) };
  return {
    progress: { day: null, before, daysDone, daysTotal: days.length, ...counted },
    counts: { synced, skipped, total },
  };
}

const NOTHING: SyncProgress['before'] = { calls: 0, recordings: 0, skipped: 0, total: 0 };

const nameOf = (day: Date): string => day.toISOString().slice(0, 10);

/** The first moment of each UTC day from `since` to `until`. */
export function utcDays(since: Date, until: Date): Date[] {
  const days: Date[] = [];
  for (let at = Math.floor(since.getTime() / DAY_MS) * DAY_MS; at <= until.getTime(); at += DAY_MS)
    days.push(new Date(at));
  return days;
}
