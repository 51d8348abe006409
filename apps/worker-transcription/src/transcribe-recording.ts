import { storeOutageOf, type Storage, type StoreOutage } from '@trunkline/storage';
import { measureLevels } from './audio/measure-levels.ts';
import { openAudio, type AudioPart } from './audio/open-audio.ts';
import { callModelOnce, type ModelCallParts } from './call-model-once.ts';
import type { Models } from './models.ts';
import { readTranscription } from './server/transcription.ts';
import { hasSpeechSign, hearSpeech, isSilent } from './speech/hear-speech.ts';

export type TranscribeParts = ModelCallParts & { models: Models; storage: Pick<Storage, 'get' | 'stat'> };

/** What was said in a recording; `isSpeechless` where there is proof that nothing was. */
export type Transcript = { text: string; isSpeechless: boolean };

/** The store does not give its audio now. That says nothing about the recording. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
  readonly outage: StoreOutage;

  constructor(outage: StoreOutage, cause: unknown) {
    super(`The audio cannot be read from the store (${outage.cause}): ${outage.remedy}`, { cause });
    this.outage = outage;
  }
}

/** Names the way audio is cut and sent: changing it makes new calls. */
const VERSION = 't1';

/** Begins the keys of all model calls about a recording. */
export const transcriptionKeys = (recordingSid: string): string => `transcription:${recordingSid}:`;

/** Transcribes a stored recording, part by part; a part that was transcribed before is not sent again, nor is silence. */
export async function transcribeRecording(
  parts: TranscribeParts,
  { recordingSid, objectKey, language }: { recordingSid: string; objectKey: string; language: string },
): Promise<Transcript> {
  const model = parts.models.transcriptionModel;
  const audio = await fromStore(() => openAudio(parts.storage, objectKey));
  const heard: Transcript[] = [];
  for (const [n, part] of audio.entries()) {
    const key = `${transcriptionKeys(recordingSid)}${n + 1}of${audio.length}:${language}:${VERSION}:${model}`;
    heard.push(await transcribePart(parts, part, { key, language }));
  }
  const text = heard
    .map((part) => part.text)
    .filter(Boolean)
    .join(' ');
  return { text, isSpeechless: text === '' && heard.every((part) => part.isSpeechless) };
}

async function transcribePart(
  parts: TranscribeParts,
  { seconds, read }: AudioPart,
  { key, language }: { key: string; language: string },
): Promise<Transcript> {
  const { models } = parts;
  const audio = await fromStore(read);
  const levels = measureLevels(audio);
  if (levels && isSilent(levels)) return { text: '', isSpeechless: true };
  const estimateUsd = models.estimate.transcription(seconds);
  const call = { key, kind: 'transcription' as const, model: models.transcriptionModel, estimateUsd };
  const written = await callModelOnce(parts, call, () => models.transcribe(audio, language, seconds));
  const { text, dropped } = hearSpeech(readTranscription(written.text), levels);
  return { text, isSpeechless: text === '' && (dropped > 0 || (levels !== undefined && !hasSpeechSign(levels))) };
}

async function fromStore<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const outage = storeOutageOf(error);
    throw outage ? new StoreUnavailableError(outage, error) : error;
  }
}
