import type { ByteRange, Storage } from '@trunkline/storage';
import { buffer } from 'node:stream/consumers';
import { planChunks } from './plan-chunks.ts';
import { readWav, wrapFrames } from './read-wav.ts';

/** A file that a speech model takes, made only when it is asked for. */
export type AudioPart = { seconds: number; read: () => Promise<Buffer> };

/** This audio cannot be transcribed, now or ever. */
export class UnusableAudioError extends Error {
  override readonly name = 'UnusableAudioError';
}

/** More than the longest answer that a template may ask for, by far. */
const MAX_BYTES = 200 * 1024 * 1024;
/** What speech models take in one request. */
const MAX_WHOLE_BYTES = 25 * 1024 * 1024;
const HEAD_BYTES = 64 * 1024;
/** Telephone sound that is compressed: at least a kilobyte per second. */
const BYTES_PER_SECOND = 1000;

/** A stored recording as parts to transcribe: a long WAV in pieces, anything else as it is if it is small enough. */
export async function openAudio(storage: Pick<Storage, 'get' | 'stat'>, key: string): Promise<AudioPart[]> {
  const read = async (range?: ByteRange) => buffer(await storage.get(key, range));
  const { sizeBytes = 0 } = (await storage.stat(key)) ?? {};
  if (sizeBytes === 0) throw new UnusableAudioError('The recording is empty or gone');
  if (sizeBytes > MAX_BYTES) throw new UnusableAudioError(`The recording is too large: ${sizeBytes} bytes`);
  const head = await read({ start: 0, end: Math.min(HEAD_BYTES, sizeBytes) - 1 });
  const layout = readWav(head, sizeBytes);
  const chunks = layout ? planChunks(layout) : [];
  if (layout && chunks.length > 1)
    return chunks.map(({ start, end, seconds }) => ({
      seconds,
      read: async () => wrapFrames(layout, await read({ start, end })),
    }));
  if (layout) return [{ seconds: chunks[0]!.seconds, read }];
  if (head.toString('latin1', 0, 4) === 'RIFF')
    throw new UnusableAudioError('The recording is a WAV file without sound');
  if (sizeBytes > MAX_WHOLE_BYTES) throw new UnusableAudioError(`The recording is too large: ${sizeBytes} bytes`);
  return [{ seconds: sizeBytes / BYTES_PER_SECOND, read }];
}
