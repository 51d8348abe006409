import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { checkedKey, ObjectMissingError, type Storage } from './storage.ts';

/** Left behind by processes that were killed, once it is so old. */
const ABANDONED_AFTER_MS = 86_400_000;
const READ_AT_ONCE = 256 * 1024;
/** So much may wait for the disk: it goes there in few large writes. */
const WRITE_AHEAD = 256 * 1024;

/** A folder of files. An object is written beside the others, synced to disk and renamed: that is what makes it visible. */
export function openFolder(folder: string): Storage {
  const root = resolve(folder);
  const incoming = join(root, '.incoming');
  const pathOf = (key: string) => join(root, checkedKey(key));
  let ready: Promise<void> | undefined;
  const prepare = (): Promise<void> => (ready ??= prepareIncoming(incoming));

  return {
    kind: 'folder',
    async put(key, content) {
      const target = pathOf(key);
      const written = join(incoming, randomUUID());
      content.on('error', () => {}); // it may fail before anybody reads it; it is told below
      try {
        await Promise.all([prepare(), mkdir(dirname(target), { recursive: true })]);
        await pipeline(
          content,
          createWriteStream(written, { flags: 'wx', mode: 0o600, flush: true, highWaterMark: WRITE_AHEAD }),
        );
        await rename(written, target);
        await syncFolder(dirname(target));
      } catch (error) {
        ready = undefined; // the folder may be another one by now
        content.destroy();
        await rm(written, { force: true });
        throw content.errored ?? error;
      }
    },
    async get(key, range) {
      const file = await open(pathOf(key)).catch(missing(key));
      return file.createReadStream({ ...range, highWaterMark: READ_AT_ONCE });
    },
    async stat(key) {
      const { size } = await stat(pathOf(key)).catch(nothingIfMissing);
      return size === undefined ? undefined : { sizeBytes: size };
    },
    delete: (key) => rm(pathOf(key), { force: true }),
    [Symbol.dispose]: () => {},
  };
}

async function prepareIncoming(incoming: string): Promise<void> {
  await mkdir(incoming, { recursive: true });
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name);
    const { mtimeMs } = await stat(path);
    if (mtimeMs < Date.now() - ABANDONED_AFTER_MS) await rm(path, { force: true });
  }
}

/** The new name is on disk too. */
async function syncFolder(path: string): Promise<void> {
  await using folder = await open(path);
  await folder.sync();
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const missing =
  (key: string) =>
  (error: unknown): never => {
    throw isMissing(error) ? new ObjectMissingError(`There is no object ${key}`) : error;
  };

function nothingIfMissing(error: unknown): { size: undefined } {
  if (isMissing(error)) return { size: undefined };
  throw error;
}
