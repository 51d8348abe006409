import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { shareSyncs } from './share-syncs.ts';
import { checkedKey, ObjectMissingError, type Storage } from './storage.ts';

/** A temporary file of this age was left by a process that was killed. */
const ABANDONED_AFTER_MS = 86_400_000;
const READ_AT_ONCE = 256 * 1024;
/** Less room than this is none: the smallest recordings have as much. */
const TRIED_BYTES = 64 * 1024;

/** A folder of files. An object is written under a temporary name and synced to disk; the rename makes it visible. */
export function openFolder(folder: string): Storage {
  const root = resolve(folder);
  const incoming = join(root, '.incoming');
  const pathOf = (key: string) => join(root, checkedKey(key));
  const sync = shareSyncs(syncFolder);
  /** Halves that could not be removed, as on a disk that became read-only. */
  const left = new Set<string>();
  let ready: Promise<void> | undefined;
  const prepare = (): Promise<void> => (ready ??= prepareIncoming(incoming, left));

  /** Writes an object under a temporary name; `place` gives it the right one. */
  async function write(
    key: string,
    pieces: Parameters<typeof writeFile>[1],
    place: (written: string, target: string) => Promise<void>,
  ): Promise<void> {
    const target = pathOf(key);
    const written = join(incoming, randomUUID());
    try {
      await prepare();
      await writeFile(written, pieces, { flag: 'wx', mode: 0o600, flush: true });
      await place(written, target);
      await sync(dirname(target)); // writes the new name to disk too
    } catch (error) {
      if (!isExisting(error)) ready = undefined; // the folder may have been replaced
      await rm(written, { force: true }).catch(() => left.add(written));
      throw error;
    }
  }

  async function tryWrite(): Promise<void> {
    await write('tried', Buffer.alloc(TRIED_BYTES), (written) => rm(written));
  }

  return {
    kind: 'folder',
    put: (key, pieces) => write(key, pieces, (written, target) => renameInto(written, target, sync)),
    async create(key, bytes) {
      try {
        await write(key, bytes, (written, target) => linkInto(written, target, sync));
        return true;
      } catch (error) {
        if (isExisting(error)) return false;
        throw error;
      }
    },
    async list(inside, after = '') {
      const entries = await readdir(pathOf(inside), { withFileTypes: true }).catch(noneIfMissing);
      const keys = entries.filter((entry) => entry.isFile()).map(({ name }) => `${inside}/${name}`);
      return keys.filter((key) => key > after).toSorted();
    },
    async get(key, range) {
      const file = await open(pathOf(key)).catch(missing(key));
      return file.createReadStream({ ...range, highWaterMark: READ_AT_ONCE });
    },
    async stat(key) {
      const { size } = await stat(pathOf(key)).catch(nothingIfMissing);
      return size === undefined ? undefined : { sizeBytes: size };
    },
    tryWrite,
    delete: (key) => rm(pathOf(key), { force: true }),
    [Symbol.dispose]: () => {},
  };
}

/** Creates the folder of what is being written, and removes what was not written to its end. */
async function prepareIncoming(incoming: string, left: Set<string>): Promise<void> {
  await mkdir(incoming, { recursive: true });
  for (const path of left) {
    await rm(path, { force: true });
    left.delete(path);
  }
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const { mtimeMs = Infinity } = await stat(path).catch(goneMeanwhile);
    if (mtimeMs < Date.now() - ABANDONED_AFTER_MS) await rm(path, { force: true });
  }
}

type Sync = (folder: string) => Promise<void>;

/** Creates the folder of an object. */
async function renameInto(written: string, target: string, sync: Sync): Promise<void> {
  try {
    await rename(written, target);
  } catch (error) {
    if (!isMissing(error)) throw error;
    await makeFolder(dirname(target), sync);
    await rename(written, target);
  }
}

/** Creates the folder of an object. Fails where the name exists, as a rename does not. */
async function linkInto(written: string, target: string, sync: Sync): Promise<void> {
  await makeFolder(dirname(target), sync);
  await link(written, target);
  await rm(written);
}

/** Creates the folders above it too, and syncs each of them to disk. */
async function makeFolder(folder: string, sync: Sync): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await sync(dirname(made));
}

async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path);
  await folder.sync();
}

const isExisting = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'EEXIST';
const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const missing =
  (key: string) =>
  (error: unknown): never => {
    throw isMissing(error) ? new ObjectMissingError(`There is no object ${key}`) : error;
  };

function noneIfMissing(error: unknown): [] {
  if (isMissing(error)) return [];
  throw error;
}

/** Another process has written it to its end. */
function goneMeanwhile(error: unknown): { mtimeMs: undefined } {
  if (isMissing(error)) return { mtimeMs: undefined };
  throw error;
}

function nothingIfMissing(error: unknown): { size: undefined } {
  if (isMissing(error)) return { size: undefined };
  throw error;
}
