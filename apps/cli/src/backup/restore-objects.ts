import { forEachConcurrently } from '@trunkline/service';
import type { Storage } from '@trunkline/storage';
import { createHash } from 'node:crypto';
import type { Backup } from './files/backup-folder.ts';
import type { StoredObject } from './files/backup-format.ts';

/** `missing`: neither store nor backup has it. `differs`: the store has another object of that name, which is left alone. */
export type ObjectFault = { key: string; why: 'missing' | 'differs' };

type Options = { signal: AbortSignal; progress: (what: string, done: number, total: number) => void };

const AT_ONCE = 4;

/**
 * Compares every object of the backup with the store: copied ones by their hash, listed ones by their size, as these are all
 * of a bucket. Those that are missing are written from their copies. Objects of persons who were erased since are left out.
 */
export async function restoreObjects(
  storage: Storage,
  { manifest, read }: Backup,
  erasedKeys: ReadonlySet<string>,
  { signal, progress }: Options,
): Promise<{ count: number; written: number; faults: ObjectFault[] }> {
  const objects = manifest.objects.list.filter(({ key }) => !erasedKeys.has(key));
  const faults: ObjectFault[] = [];
  let [done, written] = [0, 0];
  await forEachConcurrently(objects, AT_ONCE, async (object) => {
    signal.throwIfAborted();
    let is = await compare(storage, object);
    if (is === 'missing' && object.file) {
      await storage.put(object.key, read(object.file.path, false), object.contentType ?? 'application/octet-stream');
      written += 1;
      is = await compare(storage, object);
    }
    if (is) faults.push({ key: object.key, why: is });
    progress('objects', (done += 1), objects.length);
    return {};
  });
  return { count: objects.length, written, faults };
}

async function compare(storage: Storage, object: StoredObject): Promise<ObjectFault['why'] | undefined> {
  const found = await storage.stat(object.key);
  if (!found) return 'missing';
  if (found.sizeBytes !== object.sizeBytes) return 'differs';
  return !object.file || (await hashOf(storage, object.key)) === object.objectSha256 ? undefined : 'differs';
}

async function hashOf(storage: Storage, key: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of await storage.get(key)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
