import { open, mkdir, readdir, readFile, rename, stat, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@trunkline/service';
import type { CallbackToStore } from '@trunkline/db/inbox';
import { readLines, toLine, type ReadLines } from './spooled-callback.ts';

/** The files of a spool: one for each group of callbacks, in the order of their names. */
export type SpoolFolder = {
  /** Resolves once these callbacks are on disk, in a new file that is synced. Leaves nothing behind if it rejects. */
  write: (callbacks: readonly CallbackToStore[]) => Promise<void>;
  /** The files that wait, the oldest first. Empty where the folder does not exist yet. */
  list: () => Promise<string[]>;
  /** The callbacks of a file. One with a line that is none is renamed to `*.bad`, with a log line. */
  read: (name: string) => Promise<CallbackToStore[]>;
  remove: (name: string) => Promise<void>;
  /** Removes what a process that was killed left half written. */
  sweep: () => Promise<void>;
  measure: () => Promise<FolderState>;
};

type FolderState = {
  files: number;
  /** Age of the oldest file that waits, in seconds. */
  oldestSeconds: number;
  setAside: number;
  freeBytes: number;
};

/** The version before wrote a file `<hash>.json` for each callback. */
const WAITING = /\.jsonl?$/;
const STALE_AFTER_MS = 60_000;

/** `instance` names this process among those that share the folder. */
export function openSpoolFolder(folder: string, instance: string, log: Pick<Logger, 'error'>): SpoolFolder {
  let written = 0;
  const setAside = new Set<string>();

  async function list(): Promise<string[]> {
    const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names.filter((name) => WAITING.test(name) && !setAside.has(name)).toSorted();
  }

  async function putAside(name: string, error: unknown): Promise<void> {
    log.error(
      { err: error, path: join(folder, name), event: 'spool_file_unreadable' },
      'a file of the spool is unreadable and was renamed to *.bad: correct it and rename it back, or delete it',
    );
    await rename(join(folder, name), join(folder, `${name}.bad`)).catch(() => setAside.add(name));
  }

  return {
    async write(callbacks) {
      await mkdir(folder, { recursive: true });
      const time = Date.now().toString().padStart(15, '0');
      const name = `${time}-${(++written).toString().padStart(8, '0')}-${instance}.jsonl`;
      const path = join(folder, name);
      const temporary = `${path}.tmp`;
      try {
        await writeSynced(temporary, callbacks.map(toLine).join(''));
        await rename(temporary, path);
        await syncFolder(folder); // the name must survive a crash too
      } catch (error) {
        for (const each of [temporary, path]) await unlink(each).catch(() => {});
        throw error;
      }
    },
    list,
    async read(name) {
      let read: ReadLines;
      try {
        read = readLines(await readFile(join(folder, name), 'utf8'));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') await putAside(name, error); // else another process was faster
        return [];
      }
      if (read.unreadable.length > 0) await putAside(name, read.unreadable[0]);
      return read.callbacks;
    },
    remove: (name) => unlink(join(folder, name)).catch(() => {}), // stored again at worst, which stores nothing
    async sweep() {
      const halves = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.tmp'));
      for (const name of halves) {
        const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Infinity }));
        if (Date.now() - mtimeMs > STALE_AFTER_MS) await unlink(join(folder, name)).catch(() => {});
      }
    },
    async measure() {
      await mkdir(folder, { recursive: true });
      const [names, { bavail, bsize }] = await Promise.all([readdir(folder), statfs(folder)]);
      const waiting = names.filter((name) => WAITING.test(name)).toSorted();
      const oldest = Number(/^(\d{15})-/.exec(waiting.at(0) ?? '')?.[1] ?? Date.now());
      return {
        files: waiting.length,
        oldestSeconds: Math.max(0, (Date.now() - oldest) / 1000),
        setAside: names.filter((name) => name.endsWith('.bad')).length,
        freeBytes: bavail * bsize,
      };
    },
  };
}

async function writeSynced(path: string, text: string): Promise<void> {
  await using file = await open(path, 'w', 0o600);
  await file.writeFile(text);
  await file.sync();
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
