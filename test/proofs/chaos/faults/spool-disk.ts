import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
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
const SIZE = 32 * 1024 * 1024;

/** Opens a disk of 32 MB where this user may mount one, else a folder. */
export async function openSpoolDisk(): Promise<SpoolDisk> {
  await using opening = new AsyncDisposableStack();
  const root = opening.adopt(await mkdtemp(join(tmpdir(), 'trunkline-spool-')), (path) =>
    rm(path, { recursive: true }),
  );
  const [folder, notes, ballast] = ['spool', 'notes', 'spool/ballast'].map((name) => join(root, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [folder, notes]) await mkdir(path);
  const isSmall = process.getuid?.() === 0 && mount(folder);
  if (isSmall) opening.defer(() => void execFileSync('umount', ['--lazy', folder]));
  const opened = opening.move();
  return {
    folder,
    notes,
    fill: isSmall ? (ms) => fill(ballast, ms) : null,
    cutPower: () => loseUnsynced(folder, notes),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

function mount(at: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', at], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
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
