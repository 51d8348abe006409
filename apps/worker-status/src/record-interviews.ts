import type { Queryable } from '@trunkline/db/connection';
import type { ClaimedCallback } from '@trunkline/db/inbox';
import { findInterviewsOfCalls, recordInterviewFacts } from '@trunkline/db/interviews';
import { isFromRest } from '@trunkline/telephony/calls';
import { interviewIdOf, interviewFact } from '@trunkline/telephony/interviews';
import type { NewFact } from './fold-facts.ts';

/**
 * Records these facts with their interviews, in the transaction that writes their calls. A callback names its interview in
 * its URL; an observation finds it by its call. Other facts cost nothing here.
 */
export async function recordInterviews(
  tx: Queryable,
  claimed: readonly ClaimedCallback[],
  facts: readonly NewFact[],
): Promise<void> {
  const rows = new Map(claimed.map((row) => [row.id, row]));
  const fetched = facts.flatMap(({ fact }) => (isFromRest(fact) && fact.callSid !== null ? fact.callSid : []));
  const byCall = await findInterviewsOfCalls(tx, fetched);
  const ours = facts.flatMap(({ inboxId, fact }) => {
    const { payload, query } = rows.get(inboxId)!;
    const interviewId = isFromRest(fact) ? byCall.get(fact.callSid ?? '') : interviewIdOf(query);
    return interviewId === undefined ? [] : [{ interviewId, inboxId, fact: interviewFact(fact, payload, query) }];
  });
  await recordInterviewFacts(tx, ours);
}
