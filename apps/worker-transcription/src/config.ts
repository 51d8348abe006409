import { workerEnv } from '@trunkline/queues';
import { storageEnv } from '@trunkline/storage';
import { z } from 'zod';

/** Jobs that run at the same time in one process; most of the time they wait for a model. */
export const CONCURRENCY = 8;

const dollars = (byDefault: number, what: string) => z.coerce.number().min(0).default(byDefault).describe(what);

/** The environment of `worker-transcription`. Without a key of the model server no model is called and answers wait. */
export const workerTranscriptionEnv = z.object({
  ...workerEnv(4005),
  ...storageEnv,
  OPENAI_BASE_URL: z
    .url()
    .default('https://api.openai.com/v1')
    .describe('OpenAI-compatible server of the speech and language models'),
  OPENAI_API_KEY: z.string().optional().describe('key of that server; without it answers wait to be transcribed'),
  TRANSCRIPTION_MODEL: z.string().default('whisper-1').describe('model that transcribes'),
  SCORING_MODEL: z.string().default('gpt-4.1-mini').describe('model that scores and sums up'),
  READ_PROMPT_FILE: z.string().optional().describe('a prompt of your own that picks the quotes of an answer'),
  SCORE_PROMPT_FILE: z.string().optional().describe('a prompt of your own that scores them'),
  RESULT_PROMPT_FILE: z.string().optional().describe('a prompt of your own that sums an interview up'),
  DAILY_MODEL_BUDGET_USD: dollars(10, 'what the models may cost in a day (UTC); then answers wait for the next'),
  TRANSCRIPTION_USD_PER_MINUTE: dollars(0.006, 'price of TRANSCRIPTION_MODEL'),
  SCORING_USD_PER_MILLION_INPUT: dollars(0.4, 'price of SCORING_MODEL by tokens read'),
  SCORING_USD_PER_MILLION_OUTPUT: dollars(1.6, 'price of SCORING_MODEL by tokens written'),
});

export type WorkerTranscriptionConfig = z.output<typeof workerTranscriptionEnv>;
