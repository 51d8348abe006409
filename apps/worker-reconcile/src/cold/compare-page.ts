import type { CallRow, RecordingRow } from '@trunkline/db/reconciliation';
import { isCallStatus, isTerminal, statusRank, type OwnedNumbers } from '@trunkline/telephony/calls';
import { endedAt } from '@trunkline/telephony/facts';
import type { CallResource, RecordingResource } from '@trunkline/twilio/rest';
import { skipReason } from './skip-rule.ts';

/** What a page of Twilio's list of calls means for ours. */
export type ComparedPage = {
  /** Twilio says something that we do not know. */
  news: CallResource[];
  /** Left out by the sync filters. */
  skipped: CallResource[];
  /** Finished, and the same on both sides. */
  same: CallResource[];
};

/** Compares a page of the list with our rows. Frozen calls are not looked at. Pure. */
export function comparePage(
  calls: readonly CallResource[],
  known: ReadonlyMap<string, CallRow>,
  owned: OwnedNumbers,
): ComparedPage {
  const page: ComparedPage = { news: [], skipped: [], same: [] };
  for (const call of calls) {
    const row = known.get(call.sid);
    if (!isCallStatus(call.status) || row?.isFrozen) continue;
    if (!row) (skipReason(call, owned) === null ? page.news : page.skipped).push(call);
    else if (isNews(call, row)) page.news.push(call);
    else if (row.isFinal) page.same.push(call);
  }
  return page;
}

/** Our own reasons for an end (`dropped_by_…`) stand beside Twilio's `completed` and `canceled`. */
function isNews(call: CallResource, row: CallRow): boolean {
  const status = call.status as Parameters<typeof statusRank>[0];
  if (statusRank(status) > statusRank(row.status as typeof status)) return true;
  if (!isTerminal(status)) return false;
  const isOtherEnd = row.status !== status && !row.status.startsWith('dropped_by_');
  return isOtherEnd || isOtherNumber(call.duration, row.durationSec) || isOtherNumber(call.price, row.price);
}

/** What Twilio does not say yet is no news. */
const isOtherNumber = (said: string | null, known: number | string | null): boolean =>
  said !== null && said !== '' && (known === null || Math.abs(Number(said) - Number(known)) > 0.00005);

/** The recordings of a page of which Twilio says something that we do not know. */
export const newsOfRecordings = (
  recordings: readonly RecordingResource[],
  known: ReadonlyMap<string, RecordingRow>,
): RecordingResource[] =>
  recordings.filter(({ sid, status, duration, price }) => {
    const row = known.get(sid);
    return !row || row.status !== status || isOtherNumber(duration, row.durationSec) || isOtherNumber(price, row.price);
  });

/** Prices come hours later; a call that is free never gets one. */
const PRICED_WITHIN_MS = 72 * 3_600_000;
const SETTLED_AFTER_MS = 24 * 3_600_000;

/** True for a finished call that will not change any more. */
export function isSettled(call: CallResource, now: Date): boolean {
  const ended = endedAt(call);
  if (ended === null) return false;
  const ageMs = now.getTime() - Date.parse(ended);
  return ageMs >= (call.price === null ? PRICED_WITHIN_MS : SETTLED_AFTER_MS);
}
