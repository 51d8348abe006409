import type { z } from 'zod';
import type { WorkerTranscriptionConfig } from './config.ts';
import { chatBody, readCompletion } from './server/chat.ts';
import { ModelServerError, openModelServer } from './server/model-server.ts';
import {
  CHAT_PARAMETERS,
  openParameters,
  SPEECH_PARAMETERS,
  type Forms,
  type ParameterName,
  type Parameters,
} from './server/parameters.ts';
import { readTranscriptionAnswer, transcriptionForm, writeTranscription } from './server/transcription.ts';

/** What a model wrote, unchanged, and its cost. `isCut`: it had no room for more. */
export type ModelAnswer = { text: string; costUsd: number; isCut?: boolean };

/** How many tokens a model may write, its reasoning included. */
export type Room = 'usual' | 'more';
export const MAX_OUTPUT_TOKENS: Readonly<Record<Room, number>> = { usual: 1200, more: 8000 };

export type Models = {
  transcriptionModel: string;
  scoringModel: string;
  /** Transcribes a whole audio file; `language` is a tag such as de-DE. The text is for `readTranscription`. */
  transcribe(audio: Uint8Array, language: string, seconds: number): Promise<ModelAnswer>;
  /** Sends instructions with data in JSON. The answer should be JSON of the schema, and may be anything. */
  complete(instructions: string, data: object, schema: z.ZodType, room?: Room): Promise<ModelAnswer>;
  /** The highest cost of a call, in USD. */
  estimate: {
    transcription(seconds: number): number;
    completion(instructions: string, data: object, room?: Room): number;
  };
};

/** Each refused parameter is left out and the request sent again; more refusals than parameters have forms are a loop. */
const REFUSALS_AT_MOST = 12;
/** An upper bound: no text has more tokens than characters. */
const tokensAtMost = (instructions: string, data: object) => instructions.length + JSON.stringify(data).length + 1000;

/**
 * The models of an OpenAI-compatible server. Each call is answered at most once: its retries are decided by the caller.
 * A parameter that the server refuses, and the answer does not need, is left out from then on.
 */
export function openModels(config: WorkerTranscriptionConfig & { OPENAI_API_KEY: string }): Models {
  const server = openModelServer(config);
  const [speech, chat] = [openParameters(), openParameters()];
  const minutes = (seconds: number) => (Math.max(1, seconds) / 60) * config.TRANSCRIPTION_USD_PER_MINUTE;
  const tokens = (input: number, output: number) =>
    (input * config.SCORING_USD_PER_MILLION_INPUT + output * config.SCORING_USD_PER_MILLION_OUTPUT) / 1e6;

  return {
    transcriptionModel: config.TRANSCRIPTION_MODEL,
    scoringModel: config.SCORING_MODEL,
    estimate: {
      transcription: minutes,
      completion: (instructions, data, room = 'usual') =>
        tokens(tokensAtMost(instructions, data), MAX_OUTPUT_TOKENS[room]),
    },
    async transcribe(audio, language, seconds) {
      const recording = { model: config.TRANSCRIPTION_MODEL, audio, language };
      const body = await askFrugally(speech, SPEECH_PARAMETERS, (forms) =>
        server.post('/audio/transcriptions', transcriptionForm(recording, forms), Object.keys(SPEECH_PARAMETERS)),
      );
      const transcription = readTranscriptionAnswer(body);
      if (!transcription) throw new ModelServerError(200, { about: 'server' });
      return { text: writeTranscription(transcription), costUsd: minutes(seconds) };
    },
    async complete(instructions, data, schema, room = 'usual') {
      const maxTokens = MAX_OUTPUT_TOKENS[room];
      const question = { model: config.SCORING_MODEL, instructions, data, schema, maxTokens };
      const body = await askFrugally(chat, CHAT_PARAMETERS, (forms) =>
        server.post('/chat/completions', chatBody(question, forms), Object.keys(CHAT_PARAMETERS)),
      );
      const { text, isCut, inputTokens, outputTokens } = readCompletion(body);
      return {
        text,
        isCut,
        costUsd: tokens(inputTokens ?? tokensAtMost(instructions, data), outputTokens ?? maxTokens),
      };
    },
  };
}

/** Sends a request until the server refuses none of its parameters; throws where one cannot be left out. */
async function askFrugally(
  parameters: Parameters,
  names: Readonly<Record<string, ParameterName | null>>,
  send: (forms: Forms) => Promise<string>,
): Promise<string> {
  /** Of this request alone: a limit that is too high for the model, and a language that it does not know. */
  const here: Partial<Forms> = {};
  for (let n = 1; ; n++) {
    const forms = { ...parameters.forms(), ...here };
    try {
      return await send(forms);
    } catch (error) {
      if (!(error instanceof ModelServerError) || error.refusal.about !== 'parameter' || n === REFUSALS_AT_MOST)
        throw error;
      const name = Object.hasOwn(names, error.refusal.parameter) ? names[error.refusal.parameter] : null;
      if (!name || forms[name] === 'none') throw error;
      if (name === 'limit' && error.refusal.isTooMuch) here.limit = 'none';
      else if (name === 'language') here.language = 'none';
      else if (!parameters.giveUp(name, forms[name])) throw error;
    }
  }
}
