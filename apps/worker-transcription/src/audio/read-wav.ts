/** The layout of a WAV file's audio. Offsets and sizes in bytes; a frame is one sample of every channel. */
export type WavLayout = {
  /** The body of the `fmt ` chunk. */
  format: Buffer;
  frameBytes: number;
  framesPerSecond: number;
  dataStart: number;
  dataBytes: number;
};

const RIFF_HEADER = 12;
const CHUNK_HEADER = 8;

/**
 * Reads the head of a WAV file of `sizeBytes`; undefined for another file, or one that cannot be cut. A data chunk that
 * claims more than the file has (streamed files claim 4 GB) ends with the file.
 */
export function readWav(head: Buffer, sizeBytes: number): WavLayout | undefined {
  if (
    head.length < RIFF_HEADER ||
    head.toString('latin1', 0, 4) !== 'RIFF' ||
    head.toString('latin1', 8, 12) !== 'WAVE'
  )
    return undefined;
  let format: Buffer | undefined;
  for (let at = RIFF_HEADER; at + CHUNK_HEADER <= head.length;) {
    const [name, size, body] = [head.toString('latin1', at, at + 4), head.readUInt32LE(at + 4), at + CHUNK_HEADER];
    if (name === 'fmt ') format = head.subarray(body, body + size);
    if (name === 'data') return format && layOut(format, body, Math.min(size, sizeBytes - body));
    at = body + size + (size % 2); // chunks begin at even offsets
  }
  return undefined;
}

function layOut(format: Buffer, dataStart: number, available: number): WavLayout | undefined {
  if (format.length < 16) return undefined;
  const [framesPerSecond, frameBytes] = [format.readUInt32LE(4), format.readUInt16LE(12)];
  if (framesPerSecond === 0 || frameBytes === 0 || available < frameBytes) return undefined;
  return { format, frameBytes, framesPerSecond, dataStart, dataBytes: available - (available % frameBytes) };
}

/** A complete WAV file with some frames of another. */
export function wrapFrames({ format }: WavLayout, frames: Buffer): Buffer {
  const chunk = (name: string, body: Buffer) => {
    const header = Buffer.alloc(CHUNK_HEADER);
    header.write(name, 'latin1');
    header.writeUInt32LE(body.length, 4);
    return Buffer.concat([header, body, Buffer.alloc(body.length % 2)]);
  };
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', format), chunk('data', frames)]));
}

/** Bytes of a file, both ends included, that hold whole frames, and their duration. */
export type AudioChunk = { start: number; end: number; seconds: number };

/** Long enough to cut few words, short enough to be answered in time. */
const CHUNK_SECONDS = 300;

/** Cuts a WAV file's audio into chunks between frames. A rest of less than a second is added to the chunk before it. */
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
