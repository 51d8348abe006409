import { isRecordingEnd } from '@trunkline/telephony/recordings';
import { isFromRest, isTerminal } from '@trunkline/telephony/calls';
import type { Fact } from '@trunkline/telephony/facts';
import { DELIVERY_WINDOW_SECONDS, type ExpectedCallback } from '@trunkline/telephony/reconciliation';
import type { StoryGap, StoryRow } from '../story.ts';

/** Which tier fetched from Twilio's REST API what a callback should have reported, and when. */
export type Healing = {
  /** `hot`, `warm`, `cold` or `sync`; `superseded` where a later callback reported more. */
  by: string;
  at: string;
  inboxId: string | null;
  /** From when the callback was due; negative where it was fetched before. */
  afterMs: number | null;
};

/** How a callback was healed: what its gap says, else the first fact of REST that says the same and came before it. */
export function findHealing(
  expected: ExpectedCallback,
  gap: StoryGap | null,
  row: StoryRow | null,
  rows: readonly StoryRow[],
): Healing | null {
  const due = gap?.dueAt ?? expected.dueAt ?? dueOf(row?.fact ?? null);
  const healing = (by: string, at: string, inboxId: string | null): Healing => ({
    by,
    at,
    inboxId,
    afterMs: due ? Date.parse(at) - Date.parse(due) : null,
  });
  const [first] = rows
    .filter(({ fact, verdict }) => fact && verdict && saysTheSame(expected, fact))
    .toSorted((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1));
  if (row && gap?.healedBy === SUPERSEDED) return null;
  if (gap?.healedAt && gap.healedBy !== 'late callback') {
    const by = tierOf(gap.healedBy ?? 'unknown');
    const isFirst = first && tierOf(first.source) === by;
    return healing(by, gap.healedAt, gap.healingInboxId ?? (isFirst ? first.inboxId : null));
  }
  if (!first) return null;
  const found = healing(tierOf(first.source), first.receivedAt, first.inboxId);
  const cameInTime = row && (first.receivedAt > row.receivedAt || (found.afterMs ?? 0) <= 0);
  return cameInTime ? null : found;
}

/** Not healed, and no longer needed. */
export const SUPERSEDED = 'superseded';

/** A tier's short name. */
export const tierOf = (source: string): string => source.replace(/^reconcile_/, '');

function dueOf(fact: Fact | null): string | null {
  if (fact?.kind !== 'call-status' || fact.occurredAt === null) return null;
  return new Date(Date.parse(fact.occurredAt) + DELIVERY_WINDOW_SECONDS * 1000).toISOString();
}

/** Only of ends: REST does not say when a call was dialled, rang or was answered. */
function saysTheSame({ name, recordingSid }: ExpectedCallback, fact: Fact): boolean {
  if (!isFromRest(fact)) return false;
  if (name === 'completed') return fact.kind === 'call-resource' && fact.status !== null && isTerminal(fact.status);
  return recordingSid !== null && fact.recording?.sid === recordingSid && isRecordingEnd(fact.recording.status);
}
