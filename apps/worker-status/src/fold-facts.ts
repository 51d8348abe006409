import type { EventToSave } from '@trunkline/db/calls';
import { foldCall, type CallState, type OwnedNumbers } from '@trunkline/telephony/calls';
import { foldConsent, type CallConsent } from '@trunkline/telephony/consent';
import { callLogEvent, factVerdict, type Fact } from '@trunkline/telephony/facts';
import { foldRecordings, type RecordingState } from '@trunkline/telephony/recordings';

export type NewFact = { inboxId: string; fact: Fact };
/** A call, with the outcome of the consent question. */
export type FoldedCall = CallState & { consented: CallConsent | null };

/** Folds new facts into their calls and recordings, given everything known, and lists the events to log. Pure. */
export function foldFacts(
  fresh: readonly NewFact[],
  known: ReadonlyMap<string, { facts: readonly Fact[] }>,
  ownedNumbers: OwnedNumbers,
): { calls: FoldedCall[]; recordings: RecordingState[]; events: EventToSave[] } {
  const calls: FoldedCall[] = [];
  const recordings: RecordingState[] = [];
  const events: EventToSave[] = [];
  for (const [callSid, added] of Map.groupBy(fresh, ({ fact }) => fact.callSid)) {
    const facts = callSid === null ? [] : [...(known.get(callSid)?.facts ?? [])];
    const all = [...facts, ...added.map(({ fact }) => fact)];
    const after = callSid === null ? null : foldCall(callSid, all, ownedNumbers);
    if (after) calls.push({ ...after, consented: foldConsent(all, after.isFinal) });
    for (const { inboxId, fact } of added) {
      events.push({
        inboxId,
        callSid,
        callLogEvent: callLogEvent(fact, facts.length === 0),
        eventStatus: fact.recording?.status ?? fact.status,
        verdict: after ? factVerdict(fact, facts, after) : 'applied',
        fact,
      });
      facts.push(fact);
    }
    if (added.some(({ fact }) => fact.recording)) recordings.push(...foldRecordings(facts));
  }
  return { calls, recordings, events };
}
