import { z } from 'zod';
import type { Forms } from './parameters.ts';

/** A piece of a transcript with its times in seconds and, of servers that give them, the figures of the model. */
export type Segment = {
  start: number | null;
  end: number | null;
  text: string;
  noSpeechProb: number | null;
  avgLogprob: number | null;
  compressionRatio: number | null;
};
export type Transcription = { text: string; segments: Segment[] };

type Recording = { model: string; audio: Uint8Array; language: string };

/** The form of a transcription request, its parameters in the given forms. */
export function transcriptionForm({ model, audio, language }: Recording, forms: Forms): FormData {
  const [type, extension] = isWav(audio) ? ['audio/wav', 'wav'] : ['audio/mpeg', 'mp3'];
  const form = new FormData();
  form.append('model', model);
  form.append('file', new File([new Uint8Array(audio)], `audio.${extension}`, { type }));
  if (forms.language === 'given') form.append('language', language.split('-')[0]!);
  if (forms.temperature === 'zero') form.append('temperature', '0');
  if (forms.speechFormat !== 'none') form.append('response_format', forms.speechFormat);
  return form;
}

const isWav = (audio: Uint8Array): boolean => Buffer.from(audio.subarray(0, 4)).toString('latin1') === 'RIFF';

const figure = z
  .number()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);
const segment = z
  .object({
    start: figure,
    end: figure,
    text: z.string(),
    no_speech_prob: figure,
    avg_logprob: figure,
    compression_ratio: figure,
  })
  .transform(({ start, end, text, no_speech_prob, avg_logprob, compression_ratio }) => ({
    start,
    end,
    text,
    noSpeechProb: no_speech_prob,
    avgLogprob: avg_logprob,
    compressionRatio: compression_ratio,
  }));
const answer = z.object({ text: z.string(), segments: z.array(segment).nullish().catch(null) });

/** Reads the answer to a transcription; a plain text is the transcript. Undefined where it has none. */
export function readTranscriptionAnswer(body: string): Transcription | undefined {
  if (!/^\s*[[{"]/.test(body)) return { text: body.trim(), segments: [] };
  const parsed = answer.safeParse(parse(body));
  return parsed.success ? { text: parsed.data.text, segments: parsed.data.segments ?? [] } : undefined;
}

const stored = z.object({ text: z.string(), segments: z.array(z.custom<Segment>()) });

/** A transcription as it is kept in the ledger of model calls. */
export const writeTranscription = (transcription: Transcription): string => JSON.stringify(transcription);

/** Reads it back; what an earlier version kept is the text alone. */
export function readTranscription(written: string): Transcription {
  const parsed = stored.safeParse(parse(written));
  return parsed.success ? parsed.data : { text: written, segments: [] };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
