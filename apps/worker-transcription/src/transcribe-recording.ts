import type { Storage } from '@trunkline/storage';
import { askOnce, type AskParts } from './ask-once.ts';
import { openAudio } from './audio/open-audio.ts';
import type { Models } from './models.ts';

export type TranscribeParts = AskParts & { models: Models; storage: Pick<Storage, 'get' | 'stat'> };

/** How audio is cut and asked about: a change of it is a new question. */
const VERSION = 't1';

/** The keys of everything asked about a recording begin so. */
export const transcriptionKeys = (recordingSid: string): string => `transcription:${recordingSid}:`;

/** Transcribes a stored recording, part by part; a part that was transcribed before is not asked for again. */
export async function transcribeRecording(
  parts: TranscribeParts,
  { recordingSid, objectKey, language }: { recordingSid: string; objectKey: string; language: string },
): Promise<string> {
  const { models, storage } = parts;
  const model = models.transcriptionModel;
  const audio = await openAudio(storage, objectKey);
  const texts: string[] = [];
  for (const [n, { seconds, read }] of audio.entries()) {
    const key = `${transcriptionKeys(recordingSid)}${n + 1}of${audio.length}:${language}:${VERSION}:${model}`;
    const effect = { key, kind: 'transcription' as const, model, estimateUsd: models.estimate.transcription(seconds) };
    texts.push(await askOnce(parts, effect, async () => models.transcribe(await read(), language, seconds)));
  }
  return texts
    .map((text) => text.trim())
    .filter(Boolean)
    .join(' ');
}
