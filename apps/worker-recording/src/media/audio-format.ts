/**
 * The format of a file by its first bytes. `encrypted`: bytes that only the owner of the key can read, of a recording that
 * was announced so.
 */
export type AudioFormat = { kind: 'wav'; wav: WavHeader } | { kind: 'mpeg' } | { kind: 'encrypted' };

export const CONTENT_TYPES: Readonly<Record<AudioFormat['kind'], string>> = {
  wav: 'audio/wav',
  mpeg: 'audio/mpeg',
  encrypted: 'application/octet-stream',
};

/**
 * Where the samples begin, how many bytes of them the header announces (null: none, or it does not know), and bytes per
 * second. `emptyBytes`: bytes of the whole file where the header announces a file without samples.
 */
export type WavHeader = { dataAt: number; dataBytes: number | null; emptyBytes: number | null; bytesPerSecond: number };

/** Enough for the header of any recording. */
export const HEAD_BYTES = 4096;

/** The format of a file by its first bytes; undefined for an unknown one. */
export function audioFormat(head: Buffer): AudioFormat | undefined {
  if (head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WAVE') {
    const wav = wavHeader(head);
    return wav && { kind: 'wav', wav };
  }
  const isFrame = head.length >= 2 && head[0] === 0xff && (head[1]! & 0xe6) === 0xe2; // MPEG audio, layer III
  return isFrame || head.toString('latin1', 0, 3) === 'ID3' ? { kind: 'mpeg' } : undefined;
}

/** The format of a recording that was announced as encrypted; undefined for an error page. Cipher text may look like MP3. */
export function encryptedFormat(head: Buffer): AudioFormat | undefined {
  const format = audioFormat(head);
  if (format?.kind === 'wav') return format;
  return MARKUP.test(head.toString('latin1', 0, 64)) ? undefined : { kind: 'encrypted' };
}

/** 64 printable characters that begin as XML, HTML or JSON do: one cipher text in 10^28 looks so. */
const MARKUP = /^(?:ï»¿)?\s*[<{][\x20-\x7e\s]*$/;

/** A streamed file's header announces 0 bytes, or the most that it can. */
const UNKNOWN_FROM = 0x7fff0000;

function wavHeader(head: Buffer): WavHeader | undefined {
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= head.length;) {
    const name = head.toString('latin1', at, at + 4);
    const size = head.readUInt32LE(at + 4);
    if (name === 'fmt ' && at + 20 <= head.length) bytesPerSecond = head.readUInt32LE(at + 16);
    if (name === 'data')
      return bytesPerSecond > 0 ? layOut(head.readUInt32LE(4), at + 8, size, bytesPerSecond) : undefined;
    at += 8 + size + (size % 2);
  }
  return undefined;
}

/** A header that was written before the samples, and never after them, announces none either: the file's bytes decide. */
function layOut(riffBytes: number, dataAt: number, size: number, bytesPerSecond: number): WavHeader {
  const isKnown = size > 0 && size < UNKNOWN_FROM;
  const saysEmpty = size === 0 && riffBytes + 8 >= dataAt && riffBytes < UNKNOWN_FROM;
  return { dataAt, dataBytes: isKnown ? size : null, emptyBytes: saysEmpty ? riffBytes + 8 : null, bytesPerSecond };
}
