import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { mountSmallDisk, whyNoDisk } from '../../../support/small-disk.ts';
import { loseUnsynced } from '../inside/unsynced-notes.ts';

/** A disk for ingest's spool that can fill up, and lose what was not synced. */
export type SpoolDisk = AsyncDisposable & {
  folder: string;
  /** The folder of the notes that `note-unsynced.ts` makes. */
  notes: string;
  /** Leaves no room on it for a time; null where this user may not mount a small disk. */
  fill: ((ms: number) => Promise<void>) | null;
  /** Takes what is not synced. Ingest must not run. */
  cutPower(): Promise<void>;
};

/** Room for about 20,000 callbacks. */
const SIZE_MB = 32;

/** Opens a disk of 32 MB where this user may mount one, else a folder. */
export async function openSpoolDisk(): Promise<SpoolDisk> {
  await using opening = new AsyncDisposableStack();
  const openFolder = async () =>
    opening.adopt(await mkdtemp(join(tmpdir(), 'trunkline-spool-')), (path) => rm(path, { recursive: true }));
  const notes = await openFolder();
  const disk = whyNoDisk() === undefined ? opening.use(mountSmallDisk(SIZE_MB)) : undefined;
  const folder = disk?.folder ?? (await openFolder());
  const opened = opening.move();
  return {
    folder,
    notes,
    fill: disk ? (ms) => fill(join(folder, 'ballast'), ms) : null,
    cutPower: () => loseUnsynced(folder, notes),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

async function fill(ballast: string, ms: number): Promise<void> {
  try {
    await using file = await open(ballast, 'w');
    const end = performance.now() + ms;
    while (performance.now() < end) await file.write(Buffer.alloc(65_536)).catch(() => delay(50)); // full, until the spool makes room
  } finally {
    await rm(ballast, { force: true });
  }
}
