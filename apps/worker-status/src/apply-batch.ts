import {
  linkLegs,
  lockCalls,
  readCalls,
  recordConferences,
  saveCalls,
  type EventToSave,
  type KnownCall,
  type LockedCalls,
} from '@trunkline/db/calls';
import { saveCallAttempts } from '@trunkline/db/campaigns';
import { updateCandidates } from '@trunkline/db/candidates';
import type { Queryable } from '@trunkline/db/connection';
import { touchConversations } from '@trunkline/db/conversations';
import { attachIntents } from '@trunkline/db/dialing';
import { claimCallbacks, releaseCallbacks, type ClaimedCallback, type Failure } from '@trunkline/db/inbox';
import { saveRecordings } from '@trunkline/db/recordings';
import { isFromRest, type CallState, type OwnedNumbers } from '@trunkline/telephony/calls';
import { parseFact, type Verdict } from '@trunkline/telephony/facts';
import { foldFacts, type FoldedCall, type NewFact } from './fold-facts.ts';
import { recordInterviews } from './record-interviews.ts';
import { conferencesNamed, intentsNamed } from './url-references.ts';

export type AppliedBatch = {
  /** One per callback. */
  verdicts: Verdict[];
  /** The number of facts from REST. */
  restFacts: number;
  /** Rows that cannot be read as facts. They are unchanged. */
  failures: Failure[];
};

/**
 * Applies the unfinished rows among these ids, inside one transaction: claim the rows, lock their calls, attach legs of
 * scheduled calls, read everything known, fold, write the results. Skips rows that another job finished.
 */
export async function applyBatch(
  tx: Queryable,
  ids: readonly string[],
  ownedNumbers: OwnedNumbers,
): Promise<AppliedBatch> {
  const claimed = await claimCallbacks(tx, ids);
  const { facts, failures } = readFacts(claimed);
  await releaseCallbacks(
    tx,
    failures.map(({ id }) => id),
  );
  const callSids = [...new Set(facts.flatMap(({ fact }) => fact.callSid ?? []))].toSorted();
  const locked = await lockCalls(tx, callSids);
  const intents = intentsNamed(claimed, facts);
  await linkLegs(locked, intents);
  await recordConferences(locked, conferencesNamed(claimed));
  const known = await readCalls(tx, callSids);

  const { calls, recordings, events } = foldFacts(facts, known, ownedNumbers);
  if (events.length > 0) await save(locked, calls, known, events);
  await saveRecordings(locked, recordings);
  await recordInterviews(tx, claimed, facts);
  await attachIntents(tx, intents);
  const callbacks = events.filter(({ fact }) => !isFromRest(fact));
  return {
    verdicts: callbacks.map((event) => event.verdict),
    restFacts: events.length - callbacks.length,
    failures,
  };
}

async function save(
  tx: LockedCalls,
  calls: readonly FoldedCall[],
  known: ReadonlyMap<string, KnownCall>,
  events: readonly EventToSave[],
): Promise<void> {
  const unassigned = calls.filter((call) => call.outsideNumber && !known.get(call.callSid)?.conversationId);
  const conversations = await touchConversations(tx, unassigned.map(toTouch));
  const toSave = calls.map((call) => ({
    ...call,
    isNew: !known.has(call.callSid),
    hasEnded: call.isFinal && !known.get(call.callSid)?.isFinal,
    conversationId: (call.outsideNumber && conversations.get(call.outsideNumber)) ?? null,
  }));
  await saveCalls(tx, toSave, events);
  await updateCandidates(tx, [...new Set(calls.flatMap((call) => call.candidateId ?? []))]);
  await saveCallAttempts(tx, calls);
}

const toTouch = (call: CallState) => ({ number: call.outsideNumber!, at: call.startTime ?? call.createdAt });

function readFacts(claimed: readonly ClaimedCallback[]): { facts: NewFact[]; failures: Failure[] } {
  const facts: NewFact[] = [];
  const failures: Failure[] = [];
  for (const row of claimed) {
    try {
      facts.push({ inboxId: row.id, fact: parseFact(row) });
    } catch (error) {
      failures.push({ id: row.id, error: String(error) });
    }
  }
  return { facts, failures };
}
