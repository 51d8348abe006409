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
import { readFact, type Verdict } from '@trunkline/telephony/facts';
import { foldFacts, type FoldedCall, type NewFact } from './fold-facts.ts';
import { nameConferences } from './name-conferences.ts';
import { nameIntents } from './name-intents.ts';
import { recordInterviews } from './record-interviews.ts';

export type AppliedBatch = {
  /** Of the callbacks. */
  verdicts: Verdict[];
  /** How many facts were what REST said. */
  restFacts: number;
  /** Rows that cannot be read as facts. They were left as they are. */
  failures: Failure[];
};

/**
 * Applies the unfinished rows among these ids, inside one transaction: claim the rows, lock their calls, give those
 * that were scheduled their places, read all that is known, fold, write everything. Rows that somebody else finished are passed over.
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
  const told = nameIntents(claimed, facts);
  await linkLegs(locked, told);
  await recordConferences(locked, nameConferences(claimed));
  const known = await readCalls(tx, callSids);

  const { calls, recordings, events } = foldFacts(facts, known, ownedNumbers);
  if (events.length > 0) await save(locked, calls, known, events);
  await saveRecordings(locked, recordings);
  await recordInterviews(tx, claimed, facts);
  await attachIntents(tx, told);
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
  const strangers = calls.filter((call) => call.outsideNumber && !known.get(call.callSid)?.conversationId);
  const conversations = await touchConversations(tx, strangers.map(toTouch));
  const toSave = calls.map((call) => ({
    ...call,
    isNew: !known.has(call.callSid),
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
      facts.push({ inboxId: row.id, fact: readFact(row) });
    } catch (error) {
      failures.push({ id: row.id, error: String(error) });
    }
  }
  return { facts, failures };
}
