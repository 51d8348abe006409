import type { Database } from '@trunkline/db/connection';
import { claimDueAnswers, claimDueResults } from '@trunkline/db/interviews';
import type { OpenQueue, TranscriptionJob } from '@trunkline/queues';

/** Above this many waiting jobs the workers are busy: what is due is in the queue already, only late. */
const DEEP_QUEUE = 100;
const CLAIM_AT_MOST = 100;

type Parts = { db: Database; queue: Pick<OpenQueue<TranscriptionJob>, 'add' | 'depth'> };

/** One round: every answer and every result that is due becomes a job. A job that is lost becomes one again in two minutes. */
export function relayTranscription({ db, queue }: Parts): () => Promise<void> {
  return async () => {
    if ((await queue.depth()) > DEEP_QUEUE) return; // asked first: with the queue away nothing is taken
    const answers = await claimDueAnswers(db.pool, CLAIM_AT_MOST);
    const results = await claimDueResults(db.pool, CLAIM_AT_MOST);
    const jobs: TranscriptionJob[] = [
      ...answers.map((id) => ({ work: 'answer' as const, id })),
      ...results.map((interviewId) => ({ work: 'result' as const, interviewId })),
    ];
    if (jobs.length > 0) await queue.add(jobs.map((data) => ({ data })));
  };
}
