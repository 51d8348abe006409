import type { CallbackToStore } from '@trunkline/db/inbox';
import { metrics, type Logger } from '@trunkline/service';
import type { CallbackKind } from '@trunkline/telephony/callbacks';
import { hash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

export type Spool = AsyncDisposable & {
  /** Resolves once the callback is on disk, synced; rejects where it cannot be written. */
  keep: (callback: CallbackToStore) => Promise<void>;
};

type Parts = { folder: string; store: (callback: CallbackToStore) => Promise<unknown>; log: Logger };

const DRAIN_EVERY_MS = 1000;
const DRAIN_AT_MOST = 500;

const spooled = metrics.counter(
  'callbacks_spooled_total',
  'Callbacks of callers on the line that were kept on disk while Postgres was unavailable',
);

/**
 * Keeps the requests of callers on disk while Postgres is unavailable: they cannot be refused, and must not be lost. A
 * file for each, named by its dedupe key, so that no write can tear another; stored and removed as soon as Postgres is
 * back. Several processes may share a folder: the inbox stores a file once, whichever process is first.
 */
export function openSpool({ folder, store, log }: Parts): Spool {
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let draining = drain();

  async function drain(): Promise<void> {
    const files = (await readdir(folder).catch(() => []))
      .filter((name) => name.endsWith('.json'))
      .slice(0, DRAIN_AT_MOST);
    for (const name of files) {
      const path = join(folder, name);
      const callback = await readSpooled(path, log);
      if (!callback) continue;
      const isStored = await store(callback).then(
        () => true,
        () => false,
      );
      if (!isStored) break; // Postgres is still unavailable
      await unlink(path).catch(() => {});
    }
    if (isClosed) return;
    timer = setTimeout(() => {
      draining = drain();
    }, DRAIN_EVERY_MS).unref();
  }

  return {
    async keep(callback) {
      const path = join(folder, `${hash('sha256', callback.dedupeKey, 'hex').slice(0, 32)}.json`);
      await mkdir(folder, { recursive: true });
      const temporary = `${path}.${randomUUID()}.tmp`;
      await writeSynced(temporary, JSON.stringify(callback));
      await rename(temporary, path);
      await syncFolder(folder);
      spooled.inc();
    },
    async [Symbol.asyncDispose]() {
      isClosed = true;
      clearTimeout(timer);
      await draining;
    },
  };
}

async function readSpooled(path: string, log: Logger): Promise<CallbackToStore | undefined> {
  try {
    return spooledCallback.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // another process was faster
    log.error({ err: error, path }, 'a spooled callback is unreadable and was renamed to *.bad');
    await rename(path, `${path}.bad`).catch(() => {});
    return undefined;
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Files of the version before had `eventType` for `callbackKind`. */
const withKind = (file: unknown): unknown =>
  isObject(file) && 'eventType' in file ? { callbackKind: file.eventType, ...file } : file;

const textOrNull = z.string().nullable();
/** Kept as it is: zod would drop a field of a record that is called `__proto__`. */
const anyFields = z.custom<object>(isObject);

const spooledCallback: z.ZodType<CallbackToStore> = z.preprocess(
  withKind,
  z.object({
    source: z.string(),
    callbackKind: z.custom<CallbackKind>((kind) => typeof kind === 'string'),
    callSid: textOrNull,
    recordingSid: textOrNull,
    dedupeKey: z.string(),
    payload: anyFields,
    query: anyFields,
    escapedFields: z.array(z.string()),
    rawTarget: z.string(),
    idempotencyToken: textOrNull,
    signatureVerdict: z.string(),
    processingStatus: z.enum(['pending', 'quarantined']),
    error: textOrNull,
    copies: z.int(),
  }),
);

async function writeSynced(path: string, text: string): Promise<void> {
  await using file = await open(path, 'w', 0o600);
  await file.writeFile(text);
  await file.sync();
}

/** The name in the folder must survive a crash too. */
async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}
