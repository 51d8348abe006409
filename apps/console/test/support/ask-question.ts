import { openDatabase } from '@trunkline/db/connection';
import { recordInterviewFacts } from '@trunkline/db/interviews';
import { createTestInterview } from '../../../../test/support/db/interviews.ts';
import type { ConsoleStack } from './console-stack.ts';

/** Asks one question in this call, and stores what was said to it with this recording. */
export async function askQuestion(
  { stack }: ConsoleStack,
  { callSid, recordingSid, said }: { callSid: string; recordingSid: string; said: string },
): Promise<void> {
  await using db = openDatabase(stack.databaseUrl, 'test of the console');
  const id = await createTestInterview(db, 1);
  await db.pool.query('update interviews set call_sid = $2 where id = $1', [id, callSid]);
  const fact = {
    source: 'webhook',
    callSid,
    status: 'in-progress',
    questionNumber: 1,
    attempt: 1,
    occurredAt: null,
  } as const;
  const recording = { sid: recordingSid, status: 'completed', durationSec: 3 } as const;
  const [asked, answered] = [new Date(Date.now() - 5000).toISOString(), new Date().toISOString()];
  await recordInterviewFacts(db.pool, [
    { interviewId: id, inboxId: '1', fact: { ...fact, key: 'asked:1', kind: 'asked', observedAt: asked } },
    {
      interviewId: id,
      inboxId: '2',
      fact: { ...fact, key: 'answered:1', kind: 'answered', observedAt: answered, recording },
    },
  ]);
  await db.pool.query(
    `update interview_responses set transcript = $2, transcript_status = 'done' where interview_id = $1`,
    [id, said],
  );
}
