import { createOpenAI } from '@ai-sdk/openai';
import { APICallError, generateText, NoObjectGeneratedError, NoTranscriptGeneratedError, Output, transcribe } from 'ai';
import type { z } from 'zod';
import type { WorkerTranscriptionConfig } from './config.ts';

/** What a model wrote, unchanged, and its cost. */
export type ModelAnswer = { text: string; costUsd: number };

export type Models = {
  transcriptionModel: string;
  scoringModel: string;
  /** Transcribes a whole audio file; `language` is a tag such as de-DE. */
  transcribe(audio: Uint8Array, language: string, seconds: number): Promise<ModelAnswer>;
  /** Sends instructions with data in JSON. The answer should be JSON of the schema, and may be anything. */
  complete(instructions: string, data: object, schema: z.ZodType): Promise<ModelAnswer>;
  /** The highest cost of a call, in USD. */
  estimate: { transcription(seconds: number): number; completion(instructions: string, data: object): number };
};

/** Shorter than the three minutes after which a caller counts as dead. */
const ANSWER_WITHIN_MS = 120_000;
const MAX_OUTPUT_TOKENS = 1200;
/** An upper bound: no text has more tokens than characters. */
const tokensAtMost = (instructions: string, data: object) => instructions.length + JSON.stringify(data).length + 1000;

/** The models of an OpenAI-compatible server. Each call is sent once: its retries are decided by the caller. */
export function openModels(config: WorkerTranscriptionConfig & { OPENAI_API_KEY: string }): Models {
  const server = createOpenAI({ baseURL: config.OPENAI_BASE_URL, apiKey: config.OPENAI_API_KEY });
  const minutes = (seconds: number) => (Math.max(1, seconds) / 60) * config.TRANSCRIPTION_USD_PER_MINUTE;
  const tokens = (input: number, output: number) =>
    (input * config.SCORING_USD_PER_MILLION_INPUT + output * config.SCORING_USD_PER_MILLION_OUTPUT) / 1e6;
  const once = () => ({ maxRetries: 0, abortSignal: AbortSignal.timeout(ANSWER_WITHIN_MS) });

  return {
    transcriptionModel: config.TRANSCRIPTION_MODEL,
    scoringModel: config.SCORING_MODEL,
    estimate: {
      transcription: minutes,
      completion: (instructions, data) => tokens(tokensAtMost(instructions, data), MAX_OUTPUT_TOKENS),
    },
    async transcribe(audio, language, seconds) {
      const model = server.transcription(config.TRANSCRIPTION_MODEL);
      const providerOptions = { openai: { language: language.split('-')[0]!, temperature: 0 } };
      try {
        const { text } = await transcribe({ model, audio, providerOptions, ...once() });
        return { text, costUsd: minutes(seconds) };
      } catch (error) {
        if (NoTranscriptGeneratedError.isInstance(error)) return { text: '', costUsd: minutes(seconds) }; // silence
        throw error;
      }
    },
    async complete(instructions, data, schema) {
      const cost = (usage?: { inputTokens?: number | undefined; outputTokens?: number | undefined }) =>
        tokens(usage?.inputTokens ?? tokensAtMost(instructions, data), usage?.outputTokens ?? MAX_OUTPUT_TOKENS);
      try {
        const { text, usage } = await generateText({
          model: server.chat(config.SCORING_MODEL),
          instructions,
          prompt: JSON.stringify(data),
          output: Output.object({ schema, name: 'assessment' }),
          temperature: 0,
          maxOutputTokens: MAX_OUTPUT_TOKENS,
          ...once(),
        });
        return { text, costUsd: cost(usage) };
      } catch (error) {
        if (NoObjectGeneratedError.isInstance(error)) return { text: error.text ?? '', costUsd: cost(error.usage) };
        if (APICallError.isInstance(error) && error.statusCode === 200)
          return { text: error.responseBody?.slice(0, 4000) ?? '', costUsd: cost() };
        throw error;
      }
    },
  };
}
