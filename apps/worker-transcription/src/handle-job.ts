import type { TranscriptionJob } from '@trunkline/queues';
import { workOnResult, type ResultParts } from './result/work-on-result.ts';
import { workOnAnswer, type AnswerParts } from './work-on-answer.ts';

/** Does what a job of the queue names. Done twice or late it does nothing more. */
export function handleJob(parts: AnswerParts & ResultParts): (job: TranscriptionJob) => Promise<void> {
  const [answer, result] = [workOnAnswer(parts), workOnResult(parts)];
  return (job) => (job.work === 'answer' ? answer(job.id) : result(job.interviewId));
}
