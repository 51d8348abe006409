import type { CallbackToStore } from '@trunkline/db/inbox';
import type { Logger } from '@trunkline/service';
import { mkdir, open, readdir, readFile, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { readLines, toLine, withReadFieldsOnly } from './spooled-callback.ts';

/** A file of a fixed size, written before it is needed: callers' requests still find room in it on a full disk. */
export type Reserve = {
  /** Creates the file where it is missing, and marks it as used. Rejects on a full disk. */
  prepare: () => Promise<void>;
  /** Resolves once the callback is on disk; rejects where the reserve is full or was never created. */
  keep: (callback: CallbackToStore) => Promise<void>;
  /** The callbacks in it, and in the reserves of processes that are gone. */
  read: () => Promise<CallbackToStore[]>;
  /** Empties what `read` returned last. */
  clear: () => Promise<void>;
};

const RESERVE_BYTES = 1_048_576;
/** A caller's request is 1-2 KB; a longer one is kept with the fields that we read. */
const LINE_BYTES_AT_MOST = 4096;
/** Each process marks its reserve every 10 s; one without a mark for so long is of a process that is gone. */
const GONE_AFTER_MS = 600_000;

/** Lines from the start of the file, then zeros: written over in place, so that no write needs a new block. */
export function openReserve(folder: string, instance: string, log: Pick<Logger, 'error'>): Reserve {
  const ownName = `reserve-${instance}`;
  const path = join(folder, ownName);
  let end: number | undefined; // unknown until the file was read
  let readUntil = 0;
  let ofOthers: string[] = [];
  let last: Promise<unknown> = Promise.resolve();
  /** One access to the file at a time. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };

  async function prepare(): Promise<void> {
    const now = new Date();
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    );
    if (size < RESERVE_BYTES) {
      await mkdir(folder, { recursive: true });
      await using file = await open(path, size === 0 ? 'w' : 'r+', 0o600);
      await file.write(Buffer.alloc(RESERVE_BYTES - size), 0, RESERVE_BYTES - size, size);
      await file.sync();
    }
    end ??= usedBytes(await readFile(path));
    await utimes(path, now, now);
  }

  async function write(bytes: Buffer, at: number): Promise<void> {
    await using file = await open(path, 'r+');
    await file.write(bytes, 0, bytes.length, at);
    await file.datasync();
  }

  async function linesOf(name: string): Promise<CallbackToStore[]> {
    const bytes = await readFile(join(folder, name)).catch(() => Buffer.alloc(0));
    const { callbacks, unreadable } = readLines(bytes.subarray(0, usedBytes(bytes)).toString());
    for (const error of unreadable)
      log.error({ err: error, path: join(folder, name) }, 'a line of the reserve is unreadable and is passed over');
    return callbacks;
  }

  async function abandoned(): Promise<string[]> {
    const names = (await readdir(folder).catch(() => [])).filter((name) => name.startsWith('reserve-'));
    const gone: string[] = [];
    for (const name of names) {
      if (name === ownName) continue;
      const { mtimeMs } = await stat(join(folder, name)).catch(() => ({ mtimeMs: Infinity }));
      if (Date.now() - mtimeMs > GONE_AFTER_MS) gone.push(name);
    }
    return gone;
  }

  return {
    prepare: () => inTurn(prepare),
    keep: (callback) =>
      inTurn(async () => {
        if (end === undefined) throw new Error('There is no reserve: the disk was full at the start');
        const full = Buffer.from(`\n${toLine(callback)}`); // after a line that a crash has cut, too
        const line =
          full.length <= LINE_BYTES_AT_MOST ? full : Buffer.from(`\n${toLine(withReadFieldsOnly(callback))}`);
        if (end + line.length >= RESERVE_BYTES) throw new Error('The reserve is full');
        await write(line, end);
        end += line.length;
      }),
    read: () =>
      inTurn(async () => {
        ofOthers = await abandoned();
        readUntil = end ?? 0;
        const mine = readUntil > 0 ? await linesOf(ownName) : [];
        const others = await Promise.all(ofOthers.map(linesOf));
        return [...mine, ...others.flat()];
      }),
    clear: () =>
      inTurn(async () => {
        for (const name of ofOthers) await unlink(join(folder, name)).catch(() => {});
        if (end === undefined || end === 0 || end > readUntil) return; // with more than was read: the next time
        await write(Buffer.alloc(end), 0);
        end = 0;
      }),
  };
}

const usedBytes = (bytes: Buffer): number => {
  const zero = bytes.indexOf(0);
  return zero === -1 ? bytes.length : zero;
};
