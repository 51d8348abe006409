import type { WavLayout } from './read-wav.ts';

/** Bytes of a file, both ends included, that hold whole frames, and how long they sound. */
export type AudioChunk = { start: number; end: number; seconds: number };

/** Long enough that few words are cut, short enough to be answered in time. */
const CHUNK_SECONDS = 300;

/** Cuts a WAV file's sound into chunks at the borders of frames. A rest of less than a second goes with the one before. */
export function planChunks({ frameBytes, framesPerSecond, dataStart, dataBytes }: WavLayout): AudioChunk[] {
  const [second, chunkBytes] = [frameBytes * framesPerSecond, frameBytes * framesPerSecond * CHUNK_SECONDS];
  const chunks: AudioChunk[] = [];
  for (let at = 0; at < dataBytes;) {
    const rest = dataBytes - at;
    const bytes = rest < chunkBytes + second ? rest : chunkBytes;
    chunks.push({ start: dataStart + at, end: dataStart + at + bytes - 1, seconds: bytes / second });
    at += bytes;
  }
  return chunks;
}
