import { z } from 'zod';
import type { QueueContract } from './queue-contract.ts';

/** An answer to transcribe and score, or an interview whose result is to be made. Consumed by `worker-transcription`. */
export type TranscriptionJob = { work: 'answer'; id: string } | { work: 'result'; interviewId: string };

/** A lost job is harmless: the relay finds its row again. */
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
