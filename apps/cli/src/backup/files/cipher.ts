import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';

/** AES-256-GCM over pieces, each with its number and whether it is the last: none can be left out, added or moved. */
export const CIPHER = 'aes-256-gcm';

const PIECE_BYTES = 65_536;
const TAG_BYTES = 16;

/** The file is not as it was written: it was cut or changed. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/** The key of one file of one backup: no two files share a key, so a piece of one is none of another. */
export const fileKey = (secret: string, backupId: string, file: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, backupId, `npx trunkline backup ${file}`, 32));

/** Distinguishes a wrong key from a damaged file, and does not reveal the key. */
export const keyCheck = (secret: string, backupId: string): string =>
  createHmac('sha256', fileKey(secret, backupId, 'check'))
    .update(backupId)
    .digest('hex');

/** Encrypts pieces of a file. */
export async function* encrypt(source: AsyncIterable<Uint8Array>, key: Buffer): AsyncGenerator<Buffer> {
  let number = 0;
  for await (const { piece, isLast } of inPieces(source, PIECE_BYTES)) {
    const cipher = createCipheriv(CIPHER, key, nonce(number++, isLast));
    yield Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  }
}

/** Decrypts what `encrypt` wrote. Throws `DamagedFileError`; what it yielded before is authentic. */
export async function* decrypt(source: AsyncIterable<Uint8Array>, key: Buffer): AsyncGenerator<Buffer> {
  let number = 0;
  for await (const { piece, isLast } of inPieces(source, PIECE_BYTES + TAG_BYTES)) {
    const tag = piece.length - TAG_BYTES;
    if (tag < 0) throw new DamagedFileError('It was cut off.');
    const decipher = createDecipheriv(CIPHER, key, nonce(number++, isLast));
    decipher.setAuthTag(piece.subarray(tag));
    const plain = decipher.update(piece.subarray(0, tag));
    try {
      decipher.final();
    } catch (cause) {
      throw new DamagedFileError('It was cut or changed.', { cause });
    }
    yield plain;
  }
}

function nonce(number: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt8(isLast ? 1 : 0, 0);
  bytes.writeBigUInt64BE(BigInt(number), 4);
  return bytes;
}

/** Pieces of one size; only the last one may be shorter, and there is always one. */
async function* inPieces(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ piece: Buffer; isLast: boolean }> {
  let waiting: Buffer = Buffer.alloc(0);
  for await (const bytes of source) {
    waiting = waiting.length === 0 ? Buffer.from(bytes) : Buffer.concat([waiting, bytes]);
    let at = 0;
    for (; waiting.length - at > size; at += size) yield { piece: waiting.subarray(at, at + size), isLast: false };
    waiting = waiting.subarray(at);
  }
  yield { piece: waiting, isLast: true };
}
