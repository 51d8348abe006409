import type { Fact } from './fact.ts';
import type { CallState } from '../calls/fold-call.ts';
import { isDropped, isTerminal, mayFollowDrop, statusRank, type CallStatus } from '../calls/status.ts';

/** What became of a fact when it arrived; history, never recomputed. */
export type Verdict = 'applied' | 'duplicate' | 'late' | 'superseded';

/**
 * Judges a new fact against what was known before it: `duplicate` says the same again under another key, `late` came
 * after a higher status or after its news was fetched by REST, `superseded` ends the call otherwise than the facts that outrank it.
 */
export function judgeFact(fact: Fact, before: readonly Fact[], after: CallState): Verdict {
  if (fact.status === null || before.length === 0) return 'applied';
  if (before.some((known) => saysTheSame(known, fact))) return 'duplicate';
  if (isContradicted(fact.status, after.status)) return 'superseded';
  if (fact.kind === 'call-status' && before.some((known) => wasFetched(known, fact))) return 'late';
  const highest = Math.max(
    ...before.map(({ status }) => (status === null || isDropped(status) ? -1 : statusRank(status))),
  );
  return statusRank(fact.status) < highest ? 'late' : 'applied';
}

/** Our drop and Twilio's end of the call go together, whichever is known first. */
function isContradicted(said: CallStatus, after: CallStatus): boolean {
  if (!isTerminal(said) || !isTerminal(after) || said === after) return false;
  return !(isDropped(after) && mayFollowDrop(said));
}

const saysTheSame = (a: Fact, b: Fact): boolean =>
  a.kind === b.kind && a.kind === 'call-status' && a.status === b.status && a.occurredAt === b.occurredAt;

/** Healed before it came. */
const wasFetched = (known: Fact, fact: Fact): boolean => known.kind === 'call-resource' && known.status === fact.status;

/** The call inbox's word for an event in a call's log. */
export function eventType(fact: Fact, isFirst: boolean): string {
  if (fact.kind === 'call-drop') return 'call.dropped';
  if (fact.kind === 'recording-complete') return 'recording.ready';
  if (fact.kind === 'call-resource' && !isFirst) return 'call.status_changed';
  if (fact.kind.startsWith('recording-')) return 'recording.status_changed';
  if (isFirst) return 'call.created';
  return fact.kind === 'call-status' || fact.kind === 'call-inbound'
    ? 'call.status_changed'
    : `call.${fact.kind.replaceAll('-', '_')}`;
}
