import type { CallRow, RecordingRow } from '@trunkline/db/reconciliation';
import { isCallStatus, isTerminal, statusRank, type OwnedNumbers } from '@trunkline/telephony/calls';
import { endedAt } from '@trunkline/telephony/facts';
import type { CallResource, RecordingResource } from '@trunkline/twilio/rest';
import { skipReason } from './sync-filter.ts';

/** The calls of a page of Twilio's list, by what to do with them. */
export type ComparedPage = {
  /** Twilio shows something that our row does not. */
  changed: CallResource[];
  /** Left out by the sync filters. */
  skipped: CallResource[];
  /** Finished, and the same on both sides. */
  same: CallResource[];
};

/** Compares a page of the list with our rows. Frozen calls are left out. Pure. */
export function comparePage(
  calls: readonly CallResource[],
  known: ReadonlyMap<string, CallRow>,
  owned: OwnedNumbers,
): ComparedPage {
  const page: ComparedPage = { changed: [], skipped: [], same: [] };
  for (const call of calls) {
    const row = known.get(call.sid);
    if (!isCallStatus(call.status) || row?.isFrozen) continue;
    if (!row) (skipReason(call, owned) === null ? page.changed : page.skipped).push(call);
    else if (isChanged(call, row)) page.changed.push(call);
    else if (row.isFinal) page.same.push(call);
  }
  return page;
}

/** A row's `dropped_by_…` corresponds to Twilio's `completed` and `canceled`. */
function isChanged(call: CallResource, row: CallRow): boolean {
  const status = call.status as Parameters<typeof statusRank>[0];
  if (statusRank(status) > statusRank(row.status as typeof status)) return true;
  if (!isTerminal(status)) return false;
  const isOtherEnd = row.status !== status && !row.status.startsWith('dropped_by_');
  return isOtherEnd || isOtherNumber(call.duration, row.durationSec) || isOtherNumber(call.price, row.price);
}

/** A value that Twilio does not show yet is no change. Rows keep four places of a price: half of the last one is none either. */
const isOtherNumber = (shown: string | null, known: number | string | null): boolean =>
  shown !== null && shown !== '' && (known === null || Math.abs(Number(shown) - Number(known)) > 0.000051);

/** The recordings of a page for which Twilio shows something that our rows do not. */
export const changedRecordings = (
  recordings: readonly RecordingResource[],
  known: ReadonlyMap<string, RecordingRow>,
): RecordingResource[] =>
  recordings.filter(({ sid, status, duration, price }) => {
    const row = known.get(sid);
    return !row || row.status !== status || isOtherNumber(duration, row.durationSec) || isOtherNumber(price, row.price);
  });

/** Prices appear hours later; a call that is free never gets one. */
const PRICED_WITHIN_MS = 72 * 3_600_000;
const SETTLED_AFTER_MS = 24 * 3_600_000;

/** True for a finished call that no longer changes. */
export function isSettled(call: CallResource, now: Date): boolean {
  const ended = endedAt(call);
  if (ended === null) return false;
  const ageMs = now.getTime() - Date.parse(ended);
  return ageMs >= (call.price === null ? PRICED_WITHIN_MS : SETTLED_AFTER_MS);
}
