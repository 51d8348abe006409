import type { Database, Queryable } from '@trunkline/db/connection';
import type { CallIntent } from '@trunkline/db/dialing';
import { recordInterviewFacts } from '@trunkline/db/interviews';
import type { InterviewFact } from '@trunkline/telephony/interviews';

/** A callback or an answer has shown meanwhile that the call was placed. */
class OvertakenError extends Error {
  override readonly name = 'OvertakenError';
}

/**
 * Records in one transaction that the call of an intent was not placed and that its interview failed. Returns false where
 * `record` finds that it was placed after all. Lock order: the interview first, as everywhere.
 */
export async function giveUpIntent(
  db: Database,
  intent: CallIntent,
  error: string,
  record: (tx: Queryable) => Promise<boolean>,
): Promise<boolean> {
  try {
    await db.transaction(async (tx) => {
      if (intent.interviewId !== null)
        await recordInterviewFacts(tx, [
          { interviewId: intent.interviewId, inboxId: null, fact: factOf(intent, error) },
        ]);
      if (!(await record(tx))) throw new OvertakenError();
    });
    return true;
  } catch (failure) {
    if (failure instanceof OvertakenError) return false;
    throw failure;
  }
}

const factOf = ({ id }: CallIntent, error: string): InterviewFact => ({
  key: `not-placed:${id}`,
  kind: 'not_placed',
  source: 'api',
  callSid: null,
  status: null,
  questionNumber: null,
  attempt: null,
  occurredAt: null,
  observedAt: new Date().toISOString(),
  error,
});
