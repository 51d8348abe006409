import { createHash, type Hash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { decrypt, encrypt } from './cipher.ts';

/** A file as the manifest lists it: bytes and hash are those on disk. */
export type WrittenFile = { bytes: number; sha256: string };

type Form = {
  /** Encrypts with this key. */
  key: Buffer | undefined;
  isZipped: boolean;
};

/** Writes a file that does not exist yet, synced to disk. */
export async function writeSealed(path: string, source: AsyncIterable<Uint8Array>, form: Form): Promise<WrittenFile> {
  await mkdir(dirname(path), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  const read = form.isZipped ? zip(source) : source;
  const sealed = form.key ? encrypt(read, form.key) : read;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of sealed) {
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
  }
  await pipeline(counted, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  return { bytes, sha256: hash.digest('hex') };
}

/** What was written to a file. Rejects with `DamagedFileError` or an error of zlib where it was changed. */
export function readSealed(path: string, form: Form): AsyncIterable<Buffer> {
  const stored = createReadStream(path, { highWaterMark: 262_144 });
  const plain = form.key ? Readable.from(decrypt(stored, form.key), { objectMode: false }) : stored;
  if (!form.isZipped) return plain;
  const unzip = createGunzip();
  plain.on('error', (error: Error) => unzip.destroy(error));
  return plain.pipe(unzip);
}

/** A failing source ends it with its error. */
function zip(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const plain = Readable.from(source, { objectMode: false });
  const zipped = createGzip({ level: 1 });
  plain.on('error', (error: Error) => zipped.destroy(error));
  return plain.pipe(zipped);
}

/** Hashes what passes through. */
export async function* hashing(source: AsyncIterable<Uint8Array>, hash: Hash): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    hash.update(piece);
    yield piece;
  }
}

/** Reads a file and compares it with the manifest; returns what is wrong with it. */
export async function findFault(path: string, expected: WrittenFile): Promise<'missing' | 'changed' | undefined> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1_048_576 }) as AsyncIterable<Buffer>) {
      hash.update(piece);
      bytes += piece.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing';
    throw error;
  }
  return bytes === expected.bytes && hash.digest('hex') === expected.sha256 ? undefined : 'changed';
}
