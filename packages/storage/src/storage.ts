import type { Readable } from 'node:stream';

/** Bytes of an object, both ends included. */
export type ByteRange = { start: number; end: number };

/** Where recordings are kept: a folder, or a bucket of an S3-compatible store. */
export type Storage = Disposable & {
  /** `folder` or `s3`. */
  kind: 'folder' | 's3';
  /**
   * Stores what the pieces make, over what was there. Nothing is visible under the key before they have ended well; of
   * pieces that fail nothing is. Rejects with their error, or with the store's. Whoever asks for a piece is done with the
   * one before it, so all of them may lie in one memory.
   */
  put(key: string, pieces: AsyncIterable<Uint8Array>, contentType: string): Promise<void>;
  /** Rejects with `ObjectMissingError` where there is nothing under the key. */
  get(key: string, range?: ByteRange): Promise<Readable>;
  /** Undefined where there is nothing under the key. */
  stat(key: string): Promise<{ sizeBytes: number } | undefined>;
  /** Deleting what is gone already is fine. */
  delete(key: string): Promise<void>;
};

/** There is nothing under this key. */
export class ObjectMissingError extends Error {
  override readonly name = 'ObjectMissingError';
}

/** A key cannot leave its folder, nor reach what is being written (`.incoming`). */
const KEY = /^[\w-]+(?:[./][\w-]+)*$/;

/** The key, if it is one. */
export function checkedKey(key: string): string {
  if (!KEY.test(key)) throw new TypeError(`${JSON.stringify(key)} is no key of an object`);
  return key;
}
