import { isDropped } from '@trunkline/telephony/calls';
import type { ExplainedCounts, Explanation, VerdictState } from '../explanation.ts';
import { isLive, isUnknownLeg, type ExaminedLeg, type Finding } from '../findings/examine-leg.ts';
import { writeClauses } from './write-clauses.ts';

/** The verdict in one sentence, which claims no more than is known. */
export function writeVerdict(legs: readonly ExaminedLeg[], counts: ExplainedCounts, now: Date): Explanation['verdict'] {
  const state = stateOf(legs, counts);
  const head = `${HEADS[state]}: ${receivedOf(legs[0]!, counts)}${others(counts)}`;
  return { state, sentence: [head, ...writeClauses(legs, counts, now)].join('; ') };
}

const HEADS: Record<VerdictState, string> = {
  complete: 'Complete',
  healed: 'Complete',
  in_progress: 'In progress',
  pending: 'Not applied yet',
  incomplete: 'Incomplete',
  failed: 'Failed',
  suspect: 'Suspect',
};

function stateOf(legs: readonly ExaminedLeg[], counts: ExplainedCounts): VerdictState {
  const isLost = ({ gap, outcome }: Finding) => gap?.class === 'acked_but_absent' && outcome !== 'received';
  if (counts.dead > 0 || legs.some(({ findings }) => findings.some(isLost))) return 'failed';
  if (counts.missing > 0 || isUnknownLeg(legs[0]!)) return 'incomplete';
  if (counts.quarantined > 0) return 'suspect';
  if (counts.pending > 0) return 'pending';
  if (counts.awaited > 0 || legs.some(isLive)) return 'in_progress';
  return counts.healed > 0 ? 'healed' : 'complete';
}

function receivedOf({ status }: ExaminedLeg, { expected, received }: ExplainedCounts): string {
  if (expected > 0) return `${received} of ${expected} expected callbacks`;
  if (status === 'canceled' || (status && isDropped(status)))
    return 'cancelled while it was queued, and Twilio sends no callback for that';
  return 'no callback is known to have been fired';
}

function others({ duplicates, late, reordered, superseded }: ExplainedCounts): string {
  const parts = [
    [duplicates, duplicates === 1 ? 'duplicate ignored' : 'duplicates ignored'],
    [late, 'late'],
    [reordered, 'reordered'],
    [superseded, 'contradicted'],
  ] as const;
  return parts.map(([count, words]) => (count > 0 ? `, ${count} ${words}` : '')).join('');
}
