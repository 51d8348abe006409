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

/** The form of samples: 1 PCM, 6 A-law, 7 mu-law; bits of a sample. */
type SampleFormat = { formatTag: number; channels: number; bits: number; bytesPerSecond: number };

/**
 * Where the samples begin, how many bytes of them the header announces (null: none, or it does not know), and their form.
 * `emptyBytes`: bytes of the whole file where the header announces a file without samples.
 */
export type WavHeader = SampleFormat & { dataAt: number; dataBytes: number | null; emptyBytes: number | null };

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
  let format: SampleFormat | undefined;
  for (let at = 12; at + 8 <= head.length;) {
    const name = head.toString('latin1', at, at + 4);
    const size = head.readUInt32LE(at + 4);
    if (name === 'fmt ' && at + 20 <= head.length) format = sampleFormat(head, at + 8, size);
    if (name === 'data')
      return format && format.bytesPerSecond > 0 ? layOut(head.readUInt32LE(4), at + 8, size, format) : undefined;
    at += 8 + size + (size % 2);
  }
  return undefined;
}

/** An extensible header has the tag of its samples further behind. */
const EXTENSIBLE = 0xfffe;
const EXTENSIBLE_FORMAT_AT = 24;

function sampleFormat(head: Buffer, at: number, size: number): SampleFormat {
  const tag = head.readUInt16LE(at);
  const isExtensible =
    tag === EXTENSIBLE && size >= EXTENSIBLE_FORMAT_AT + 2 && at + EXTENSIBLE_FORMAT_AT + 2 <= head.length;
  return {
    formatTag: isExtensible ? head.readUInt16LE(at + EXTENSIBLE_FORMAT_AT) : tag,
    channels: head.readUInt16LE(at + 2),
    bytesPerSecond: head.readUInt32LE(at + 8),
    bits: at + 16 <= head.length ? head.readUInt16LE(at + 14) : 0,
  };
}

/** A header that was written before the samples, and never after them, announces none either: the file's bytes decide. */
function layOut(riffBytes: number, dataAt: number, size: number, format: SampleFormat): WavHeader {
  const isKnown = size > 0 && size < UNKNOWN_FROM;
  const saysEmpty = size === 0 && riffBytes + 8 >= dataAt && riffBytes < UNKNOWN_FROM;
  return { dataAt, dataBytes: isKnown ? size : null, emptyBytes: saysEmpty ? riffBytes + 8 : null, ...format };
}
