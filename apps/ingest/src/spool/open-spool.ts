import { isRefusal } from '@trunkline/db/connection';
import type { CallbackToStore } from '@trunkline/db/inbox';
import { inBackground, metrics, startLoop, type Logger, type Warn } from '@trunkline/service';
import { MAX_BATCH, WAIT_AT_MOST_MS } from '../group-commit.ts';
import type { Outage } from '../outage.ts';
import type { BatchStore } from '../store-batch.ts';
import { openReserve } from './reserve.ts';
import { openSpoolFolder } from './spool-folder.ts';
import type { SpoolMode } from './spool-mode.ts';
import type { ReadLines } from './spooled-callback.ts';

export type Spool = AsyncDisposable & {
  /** Resolves to true once the callback is on disk, synced, and to false where it is not kept and must not be acknowledged. */
  keep: (callback: CallbackToStore, isCaller: boolean) => Promise<boolean>;
  /** For `/health`: what waits on the disk, and the room on it. */
  state: () => { mode: SpoolMode };
};

type Parts = {
  folder: string;
  mode: SpoolMode;
  /** Names this process among those that share the folder, and stays the same after a restart. */
  instance: string;
  inbox: BatchStore;
  outage: Outage;
  log: Logger;
  warn: Warn;
};

const ROUND_EVERY_MS = 250;
const MEASURE_EVERY_MS = 10_000;
/** Over a million callbacks. */
const DRAIN_WITHIN_MS = 3_600_000;
const LOW_ROOM_BYTES = 256_000_000;

const spooled = metrics.counter(
  'callbacks_spooled_total',
  'Callbacks that were kept on disk while Postgres was unavailable',
  ['where'],
);
const drained = metrics.counter('spool_drained_total', 'Callbacks of the spool that Postgres has stored');
const lost = metrics.counter(
  'callbacks_lost_total',
  'Requests of callers that were answered and could be stored nowhere',
);
const gauges = {
  files: metrics.gauge('spool_files', 'Files of the spool that wait for Postgres'),
  oldestSeconds: metrics.gauge('spool_oldest_age_seconds', 'Age of the oldest of them'),
  setAside: metrics.gauge('spool_unreadable_files', 'Files of the spool that are set aside as *.bad'),
  freeBytes: metrics.gauge('spool_free_bytes', 'Room on the disk of the spool'),
};

/**
 * Keeps callbacks on disk while Postgres is unavailable, and stores them once it is back, in the order of their arrival.
 * Those that arrive during one write share the next one and its sync. Several processes may share a folder: storing a
 * callback twice stores it once.
 */
export function openSpool({ folder, mode, instance, inbox, outage, log, warn }: Parts): Spool {
  const files = openSpoolFolder(folder, instance, log);
  const reserve = openReserve(folder, instance, log);
  const waiting: { callback: CallbackToStore; settle: PromiseWithResolvers<void> }[] = [];
  let writing: Promise<void> | undefined;
  let measured: object = {};
  const closing = new AbortController();

  async function writeAll(): Promise<void> {
    try {
      while (waiting.length > 0) {
        const group = waiting.splice(0, MAX_BATCH);
        await files.write(group.map(({ callback }) => callback)).then(
          () => group.forEach(({ settle }) => settle.resolve()),
          (error: unknown) => group.forEach(({ settle }) => settle.reject(error)),
        );
      }
    } finally {
      writing = undefined; // also after an error, so that the next callback begins a write
    }
  }

  function write(callback: CallbackToStore): Promise<void> {
    const settle = Promise.withResolvers<void>();
    waiting.push({ callback, settle });
    writing ??= inBackground('spool', log, writeAll);
    return settle.promise;
  }

  async function keepOnDisk(callback: CallbackToStore, isCaller: boolean): Promise<'file' | 'reserve'> {
    if (mode === 'off' || (mode === 'callers' && !isCaller)) throw new Error(`SPOOL=${mode} does not keep it`);
    try {
      await write(callback);
      return 'file';
    } catch (error) {
      warn('spool', { err: error, event: 'spool_failed', runbook: RUNBOOK }, CANNOT_KEEP);
      if (!isCaller) throw error;
      await reserve.keep(callback);
      return 'reserve';
    }
  }

  /** Stores what waits, the oldest first, until nothing does or Postgres is out. */
  async function drain(): Promise<void> {
    const names = await files.list();
    while (names.length > 0 && !closing.signal.aborted) {
      const window = names.splice(0, MAX_BATCH);
      const read = await Promise.all(window.map(files.read));
      for (let from = 0; from < window.length;) {
        const until = endOfBatch(read, from);
        if (!(await store(read.slice(from, until).flatMap(({ callbacks }) => callbacks)))) return;
        for (let n = from; n < until; n++) await files.settle(window[n]!, read[n]!);
        from = until;
      }
    }
    if (!(await store(await reserve.read()))) return;
    await reserve.clear();
    if (outage.isOpen()) await attempt([]); // with nothing to store, an empty batch finds out whether Postgres would
  }

  /** Stores callbacks, or sets them aside where Postgres refuses them in any form; false while it is out. */
  async function store(callbacks: readonly CallbackToStore[]): Promise<boolean> {
    if (callbacks.length === 0) return true;
    const batch = distinct(callbacks);
    const refusal = await attempt(batch);
    if (refusal === undefined) return true;
    if (!isRefusal(refusal)) {
      outage.failed(refusal);
      return false;
    }
    if (batch.length === 1) await files.setAside(batch[0]!, refusal);
    else for (const callback of batch) if (!(await store([callback]))) return false;
    return true;
  }

  /** Commits a batch; returns the error where it could not. */
  async function attempt(batch: readonly CallbackToStore[]): Promise<unknown> {
    const began = performance.now();
    try {
      const committed = await inbox.store(batch);
      if (performance.now() - began < WAIT_AT_MOST_MS) outage.ended();
      if (batch.length === 0) return undefined;
      const received = batch.reduce((sum, { copies }) => sum + copies, 0);
      inbox.announce(committed, batch, received);
      drained.inc(received);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  async function measure(): Promise<void> {
    if (mode !== 'off') await reserve.prepare().catch((error: unknown) => warn('reserve', { err: error }, NO_RESERVE));
    await files.sweep();
    const state = await files.measure();
    for (const name of Object.keys(gauges) as (keyof typeof gauges)[]) gauges[name].set(state[name]);
    const { freeBytes, oldestSeconds, ...counts } = state;
    measured = { ...counts, oldest_seconds: Math.round(oldestSeconds), free_mb: Math.round(freeBytes / 1e6) };
    if (mode !== 'off' && freeBytes < LOW_ROOM_BYTES)
      warn('room', { free_mb: Math.round(freeBytes / 1e6), folder, runbook: RUNBOOK }, LITTLE_ROOM);
  }

  const loops = [
    startLoop('spool', ROUND_EVERY_MS, drain, log, { longestMs: DRAIN_WITHIN_MS }),
    startLoop('spool room', MEASURE_EVERY_MS, measure, log),
  ];

  return {
    async keep(callback, isCaller) {
      const where = await keepOnDisk(callback, isCaller).catch((error: unknown) => {
        if (isCaller) log.error({ err: error, event: 'callback_lost', runbook: RUNBOOK }, LOST);
        return undefined;
      });
      if (where) spooled.inc({ where });
      else if (isCaller) lost.inc();
      outage.count(where ? 'spooled' : isCaller ? 'lost' : 'refused');
      return where !== undefined;
    },
    state: () => ({ mode, ...measured }),
    async [Symbol.asyncDispose]() {
      closing.abort();
      await Promise.all([...loops.map((loop) => loop[Symbol.asyncDispose]()), writing]);
    },
  };
}

/** The end of the next batch of whole files from `from` on: the fewest that fill a statement. */
function endOfBatch(files: readonly ReadLines[], from: number): number {
  let [until, callbacks] = [from, 0];
  while (until < files.length && callbacks < MAX_BATCH) callbacks += files[until++]!.callbacks.length;
  return until;
}

/** A statement takes each dedupe key once. */
function distinct(callbacks: readonly CallbackToStore[]): CallbackToStore[] {
  const byKey = new Map<string, CallbackToStore>();
  for (const callback of callbacks) {
    const copies = (byKey.get(callback.dedupeKey)?.copies ?? 0) + callback.copies;
    byKey.set(callback.dedupeKey, { ...callback, copies });
  }
  return [...byKey.values()];
}

const RUNBOOK = 'docs/operations/ingest.md#the-spool';
const CANNOT_KEEP =
  'the spool cannot keep callbacks: make room on its disk, or make SPOOL_DIR writable. Until then reports are refused, and requests of callers are kept in the reserve';
const NO_RESERVE = 'the reserve of the spool could not be prepared: make room on its disk, or make SPOOL_DIR writable';
const LITTLE_ROOM = 'little room is left on the disk of the spool';
const LOST = 'a caller was answered, and the request could be stored nowhere: it is lost';
