import { callbackName } from '@trunkline/telephony/callbacks';
import { DELIVERY_WINDOW_SECONDS } from '@trunkline/telephony/reconciliation';
import { isOwnAction } from '@trunkline/telephony/calls';
import { statusRank } from '@trunkline/telephony/calls';
import type { ExaminedLeg } from './examine-leg.ts';
import type { TimelineWhat } from '../explanation.ts';
import { tierOf } from './find-healing.ts';
import type { StoryRow } from '../story.ts';
import { writeDuration } from '../text/write-duration.ts';

/** Why a callback counts as late: it was healed or missed before, or Twilio should have given it up. Null: it does not. */
export function whyLate(row: StoryRow, { findings }: ExaminedLeg, delayMs: number | null): string | null {
  const { gap = null, healing = null } = findings.find((finding) => finding.row === row) ?? {};
  if (healing) return `${healing.by} had fetched it ${writeDuration(msBetween(healing.at, row.receivedAt))} before`;
  if (gap && gap.noticedAt < row.receivedAt)
    return `${tierOf(gap.noticedBy)} had missed it for ${writeDuration(msBetween(gap.noticedAt, row.receivedAt))}`;
  const isTooLate = delayMs !== null && delayMs > DELIVERY_WINDOW_SECONDS * 1000;
  return isTooLate ? 'later than the 15 s for which Twilio tries' : null;
}

/** Its call was further already: because something came before it, or only because that was applied before it. */
export function judgeOrder({ fact, receivedAt }: StoryRow, { rows }: ExaminedLeg): [TimelineWhat, string] {
  const further = rows.filter(
    (other) =>
      other.verdict &&
      other.fact?.status &&
      !isOwnAction(other.fact) &&
      statusRank(other.fact.status) > statusRank(fact!.status!),
  );
  const [first] = further.toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  if (first && first.receivedAt < receivedAt) return ['reordered', `${callbackName(first.fact!)} came first`];
  return ['received', first ? 'a later one was applied before it' : 'REST had told it already'];
}

export const msBetween = (from: string, to: string): number => Date.parse(to) - Date.parse(from);
