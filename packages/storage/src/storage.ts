import type { Readable } from 'node:stream';

/** Bytes of an object, first and last included. */
export type ByteRange = { start: number; end: number };

/** The store of recordings: a folder, or a bucket of an S3-compatible store. */
export type Storage = Disposable & {
  /** `folder` or `s3`. */
  kind: 'folder' | 's3';
  /**
   * Stores an object from its pieces, replacing the former one. Nothing is visible under the key before all pieces are
   * stored, and nothing changes if one fails. Rejects with their error, or with the store's. A piece is not used after the
   * next one is requested, so all pieces may share one buffer.
   */
  put(key: string, pieces: AsyncIterable<Uint8Array>, contentType: string): Promise<void>;
  /** Stores a small object where there is none, and never replaces one; returns whether it did. */
  create(key: string, bytes: Uint8Array, contentType: string): Promise<boolean>;
  /** The keys of the objects directly in a folder, sorted, after the key `after` if given. */
  list(folder: string, after?: string): Promise<string[]>;
  /** Rejects with `ObjectMissingError` where there is no object. */
  get(key: string, range?: ByteRange): Promise<Readable>;
  /** Undefined where there is no object. */
  stat(key: string): Promise<{ sizeBytes: number } | undefined>;
  /** Rejects with the error of a folder that can store nothing now; leaves nothing behind. A bucket is not asked. */
  tryWrite(): Promise<void>;
  /** Resolves also where there is no object. */
  delete(key: string): Promise<void>;
};

/** There is no object under this key. */
export class ObjectMissingError extends Error {
  override readonly name = 'ObjectMissingError';
}

/** A key cannot leave its folder, nor reach objects that are being written (`.incoming`). */
const KEY = /^[\w-]+(?:[./][\w-]+)*$/;

/** The key; throws a `TypeError` for text that is none. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new TypeError(`${JSON.stringify(key)} is not a valid object key`);
  return key;
}
