import { describeKind, type CallLogEvent } from '../callbacks/callback-kinds.ts';
import type { CallState } from '../calls/fold-call.ts';
import { isDropped, isTerminal, mayFollowDrop, statusRank, type CallStatus } from '../calls/status.ts';
import type { Fact } from './fact.ts';

/** What a fact did to its call when it arrived; history, never recomputed. */
export type Verdict = 'applied' | 'duplicate' | 'late' | 'superseded';

/**
 * The verdict on a new fact, given what was known before it and the call with it: `duplicate` repeats another fact under
 * another key, `late` came after a higher status or after REST had reported the same, `superseded` ends the call
 * otherwise than the facts that outrank it.
 */
export function factVerdict(fact: Fact, before: readonly Fact[], after: CallState): Verdict {
  if (fact.status === null || before.length === 0) return 'applied';
  if (before.some((known) => isSameReport(known, fact))) return 'duplicate';
  if (isContradicted(fact.status, after.status)) return 'superseded';
  if (fact.kind === 'call-status' && before.some((known) => wasFetched(known, fact))) return 'late';
  const highest = Math.max(
    ...before.map(({ status, kind }) =>
      status === null || isDropped(status) || kind === 'manual-status' ? -1 : statusRank(status),
    ),
  );
  return statusRank(fact.status) < highest ? 'late' : 'applied';
}

/** Our drop and Twilio's end of the call go together, whichever is known first. */
function isContradicted(reported: CallStatus, after: CallStatus): boolean {
  if (!isTerminal(reported) || !isTerminal(after) || reported === after) return false;
  return !(isDropped(after) && mayFollowDrop(reported));
}

const isSameReport = (a: Fact, b: Fact): boolean =>
  a.kind === b.kind && a.kind === 'call-status' && a.status === b.status && a.occurredAt === b.occurredAt;

/** REST reported the same status before. */
const wasFetched = (known: Fact, fact: Fact): boolean => known.kind === 'call-resource' && known.status === fact.status;

/** The name of a fact in its call's log. The first fact about a call creates it, but for its recordings and our drop. */
export function callLogEvent({ kind }: Pick<Fact, 'kind'>, isFirst: boolean): CallLogEvent {
  const { about, origin, callLogEvent: event } = describeKind(kind);
  return isFirst && about === 'call' && origin !== 'us' ? 'call.created' : event;
}
