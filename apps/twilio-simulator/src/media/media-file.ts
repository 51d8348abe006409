import { createHash } from 'node:crypto';
import type { RecordingRecord } from '../truth/recording-record.ts';
import { mp3Of, mp3Size } from './mp3.ts';
import { wavOf, wavSize } from './wav.ts';

/** The media of a recording as they are served: its type, its size, and its bytes in pieces. */
export function fileOf(record: RecordingRecord, channels: 1 | 2, extension?: string) {
  const plain =
    extension === '.mp3'
      ? { type: 'audio/mpeg', size: mp3Size(record), pieces: mp3Of(record) }
      : { type: 'audio/x-wav', size: wavSize(record, channels), pieces: wavOf(record, channels) };
  if (!record.isEncrypted) return plain;
  return { ...plain, size: plain.size + tagBytes, pieces: encrypt(plain.pieces, record.sid) };
}

/** A cipher of the kind that Twilio uses ends with an authentication tag. */
const tagBytes = 16;

/** Bytes that look random and have the size of the encrypted file, the same each time. */
function* encrypt(pieces: Iterable<Buffer>, sid: string): Generator<Buffer> {
  const keyStream = createHash('sha512').update(sid).digest();
  for (const piece of pieces) {
    const bytes = Buffer.from(piece);
    for (let at = 0; at < bytes.length; at++) bytes[at] = (bytes[at]! ^ keyStream[at % keyStream.length]!) & 0xff;
    yield bytes;
  }
  yield keyStream.subarray(0, tagBytes);
}
