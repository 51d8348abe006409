/** The format of a file by its first bytes. */
export type AudioFormat = { contentType: 'audio/wav' | 'audio/mpeg'; wav: WavHeader | null };

/** Where the samples begin, how many bytes of them the header announces (null: none), and bytes per second. */
type WavHeader = { dataAt: number; dataBytes: number | null; bytesPerSecond: number };

/** Enough for the header of any recording. */
export const HEAD_BYTES = 4096;

/** The format of a file by its first bytes; undefined for an unknown one. */
export function audioFormat(head: Buffer): AudioFormat | undefined {
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WAVE') {
    const wav = wavHeader(head);
    return wav && { contentType: 'audio/wav', wav };
  }
  const isFrame = head.length >= 2 && head[0] === 0xff && (head[1]! & 0xe6) === 0xe2; // MPEG audio, layer III
  if (isFrame || head.toString('latin1', 0, 3) === 'ID3') return { contentType: 'audio/mpeg', wav: null };
  return undefined;
}

/** A streamed file's header announces 0 bytes, or the most that it can. */
const UNKNOWN_FROM = 0x7fff0000;

function wavHeader(head: Buffer): WavHeader | undefined {
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= head.length;) {
    const name = head.toString('latin1', at, at + 4);
    const size = head.readUInt32LE(at + 4);
    if (name === 'fmt ' && at + 20 <= head.length) bytesPerSecond = head.readUInt32LE(at + 16);
    if (name === 'data') {
      const isAnnounced = size > 0 && size < UNKNOWN_FROM;
      return bytesPerSecond > 0 ? { dataAt: at + 8, dataBytes: isAnnounced ? size : null, bytesPerSecond } : undefined;
    }
    at += 8 + size + (size % 2);
  }
  return undefined;
}
