import type { Storage } from '@trunkline/storage';
import { openAudio } from './audio/open-audio.ts';
import { callModelOnce, type ModelCallParts } from './call-model-once.ts';
import type { Models } from './models.ts';

export type TranscribeParts = ModelCallParts & { models: Models; storage: Pick<Storage, 'get' | 'stat'> };

/** Names the way audio is cut and sent: changing it makes new calls. */
const VERSION = 't1';

/** Begins the keys of all model calls about a recording. */
export const transcriptionKeys = (recordingSid: string): string => `transcription:${recordingSid}:`;

/** Transcribes a stored recording, part by part; a part that was transcribed before is not sent again. */
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
    texts.push(await callModelOnce(parts, effect, async () => models.transcribe(await read(), language, seconds)));
  }
  return texts
    .map((text) => text.trim())
    .filter(Boolean)
    .join(' ');
}
