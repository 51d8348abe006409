import type { ByteRange, Storage } from '@trunkline/storage';
import { buffer } from 'node:stream/consumers';
import { planChunks, readWav, wrapFrames } from './read-wav.ts';

/** An audio file that a speech model accepts; read only when it is needed. */
export type AudioPart = { seconds: number; read: () => Promise<Buffer> };

/** This audio can never be transcribed. */
export class UnusableAudioError extends Error {
  override readonly name = 'UnusableAudioError';
}

/** Far more than the longest answer that a template allows. */
const MAX_BYTES = 200 * 1024 * 1024;
/** The most that speech models accept in one request. */
const MAX_WHOLE_BYTES = 25 * 1024 * 1024;
const HEAD_BYTES = 64 * 1024;
/** Compressed telephone audio has at least a kilobyte per second. */
const BYTES_PER_SECOND = 1000;

/** A stored recording as parts to transcribe: a long WAV in chunks, anything else whole if it is small enough. */
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
