import { z } from 'zod';
import type { QueueContract } from './queue-contract.ts';

/** What `worker-transcription` works on: one answer, to transcribe and to score, or the result of one interview. */
export type TranscriptionJob = { work: 'answer'; id: string } | { work: 'result'; interviewId: string };

/** A job that is lost is no loss: the relay finds the row again. */
export const transcriptionQueue: QueueContract<TranscriptionJob> = {
  name: 'transcription',
  data: z.discriminatedUnion('work', [
    z.object({ work: z.literal('answer'), id: z.string().regex(/^\d{1,19}$/) }),
    z.object({ work: z.literal('result'), interviewId: z.uuid() }),
  ]),
  attempts: 1,
  retryDelayMs: 1000,
  keepCompleted: { age: 3600, count: 1000 },
  keepFailed: { age: 7 * 86_400, count: 1000 },
};
