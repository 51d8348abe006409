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
  /** What a file holds; nothing where another process has removed it. Rejects where reading may work later. */
  read: (name: string) => Promise<ReadLines>;
  /** Removes a file whose callbacks are stored. One with a line that is none is renamed to `*.bad`, with a log line. */
  settle: (name: string, read: ReadLines) => Promise<void>;
  /** Writes a callback that Postgres refuses in any form to a file `*.bad`, with a log line. */
  setAside: (callback: CallbackToStore, error: unknown) => Promise<void>;
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
/** Errors of the machine, not of the file. */
const SHORTAGES: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN']);
const UNREADABLE =
  'a file of the spool is unreadable and was renamed to *.bad: correct it and rename it back, or delete it';
const REFUSED = 'Postgres refuses a callback of the spool in any form; it is in a file *.bad';

/** `instance` names this process among those that share the folder. */
export function openSpoolFolder(folder: string, instance: string, log: Pick<Logger, 'error'>): SpoolFolder {
  let written = 0;
  const stuck = new Set<string>(); // unreadable files that could not be renamed

  const nextName = (): string => {
    const time = Date.now().toString().padStart(15, '0');
    return `${time}-${(++written).toString().padStart(8, '0')}-${instance}.jsonl`;
  };

  async function write(name: string, callbacks: readonly CallbackToStore[]): Promise<void> {
    await mkdir(folder, { recursive: true });
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
  }

  return {
    write: (callbacks) => write(nextName(), callbacks),
    async list() {
      const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      return names.filter((name) => WAITING.test(name) && !stuck.has(name)).toSorted();
    },
    async read(name) {
      try {
        return readLines(await readFile(join(folder, name), 'utf8'));
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        if (SHORTAGES.has(code)) throw error;
        return { callbacks: [], unreadable: code === 'ENOENT' ? [] : [error] };
      }
    },
    async settle(name, { unreadable: [error] }) {
      const path = join(folder, name);
      if (error === undefined) return unlink(path).catch(() => {}); // stored again at worst, which stores nothing
      log.error({ err: error, path, event: 'spool_file_unreadable' }, UNREADABLE);
      await rename(path, `${path}.bad`).catch(() => stuck.add(name));
    },
    async setAside(callback, error) {
      const name = `${nextName()}.bad`;
      await write(name, [callback]);
      log.error({ err: error, path: join(folder, name), event: 'spool_callback_refused' }, REFUSED);
    },
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
