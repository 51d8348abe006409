import type { Database } from '@trunkline/db/connection';
import { claimDueAnswers, claimDueResults } from '@trunkline/db/interviews';
import { transcriptionQueue, type Relay, type TranscriptionJob } from '@trunkline/queues';

const CLAIM_AT_MOST = 100;

/** Enqueues every answer and every result that is due. One whose job was lost is due again after two minutes. */
export const transcriptionRelay = ({ pool }: Pick<Database, 'pool'>): Relay<TranscriptionJob> => ({
  queue: transcriptionQueue,
  everyMs: 1000,
  maxDepth: 100,
  claim: async () => {
    const answers = await claimDueAnswers(pool, CLAIM_AT_MOST);
    const results = await claimDueResults(pool, CLAIM_AT_MOST);
    return [
      ...answers.map((id) => ({ data: { work: 'answer' as const, id } })),
      ...results.map((interviewId) => ({ data: { work: 'result' as const, interviewId } })),
    ];
  },
});
