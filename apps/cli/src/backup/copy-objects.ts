import type { KeptObject } from '@trunkline/db/backup';
import { forEachConcurrently } from '@trunkline/service';
import { ObjectMissingError, type Storage } from '@trunkline/storage';
import { createHash } from 'node:crypto';
import type { NewBackup } from './files/backup-folder.ts';
import type { StoredObject } from './files/backup-format.ts';
import { hashing } from './files/sealed-file.ts';

/** A recording whose object is not in the store, or is not the one that was stored. */
export type MissingObject = { key: string; why: 'missing' | 'differs' };

/** Objects that no row refers to: the anchors of the audit, and the records of erasures. */
const FOLDERS = ['audit-anchors', 'erasures'];
const AT_ONCE = 4;

/** The objects of a backup: those of the recordings, with what was measured of them, and those of no row. */
export async function listObjects(storage: Storage, kept: readonly KeptObject[]): Promise<KeptObject[]> {
  const others = (await Promise.all(FOLDERS.map((folder) => storage.list(folder)))).flat();
  return [...kept, ...others.map((key) => ({ key, contentType: 'application/json', sizeBytes: null, sha256: null }))];
}

type Copying = {
  /** Undefined: objects are listed, and stay where they are. */
  write: NewBackup['write'] | undefined;
  /** Of these keys, those that rows still refer to. */
  stillKept: (keys: readonly string[]) => Promise<string[]>;
  signal: AbortSignal;
  progress: (done: number, total: number) => void;
};

/**
 * Reads every object, hashes it, and writes a copy. What is listed only is not read where its row has the hash: then its
 * size is compared.
 */
export async function copyObjects(
  storage: Storage,
  objects: readonly KeptObject[],
  { write, stillKept, signal, progress }: Copying,
): Promise<{ list: StoredObject[]; faults: MissingObject[] }> {
  const list: StoredObject[] = [];
  const absent: string[] = [];
  const faults: MissingObject[] = [];
  let done = 0;
  await forEachConcurrently(objects, AT_ONCE, async (object) => {
    signal.throwIfAborted();
    const found = await readObject(storage, object, write);
    if (found) list.push(found);
    else absent.push(object.key);
    if (found && !isAsStored(object, found)) faults.push({ key: object.key, why: 'differs' });
    progress((done += 1), objects.length);
    return {};
  });
  const lost = await stillKept(absent);
  faults.push(...lost.map((key): MissingObject => ({ key, why: 'missing' })));
  return { list: list.toSorted((a, b) => (a.key < b.key ? -1 : 1)), faults };
}

const isAsStored = ({ sizeBytes, sha256 }: KeptObject, found: StoredObject): boolean =>
  (sizeBytes === null || sizeBytes === found.sizeBytes) && (sha256 === null || sha256 === found.objectSha256);

async function readObject(
  storage: Storage,
  { key, contentType, sha256 }: KeptObject,
  write: NewBackup['write'] | undefined,
): Promise<StoredObject | undefined> {
  const found = await storage.stat(key);
  if (!found) return undefined;
  if (!write && sha256 !== null)
    return { key, contentType, sizeBytes: found.sizeBytes, objectSha256: sha256, file: null };
  const hash = createHash('sha256');
  let sizeBytes = 0;
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const piece of hashing(await storage.get(key), hash)) {
      sizeBytes += piece.length;
      yield piece;
    }
  }
  try {
    const path = `objects/${key}`;
    const file = write ? { path, ...(await write(path, counted(), false)) } : await drain(counted());
    return { key, contentType, sizeBytes, objectSha256: hash.digest('hex'), file };
  } catch (error) {
    if (error instanceof ObjectMissingError) return undefined;
    throw error;
  }
}

async function drain(source: AsyncIterable<Uint8Array>): Promise<null> {
  for await (const piece of source) void piece;
  return null;
}
