import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own in a temporary folder, which can be filled and become read-only. */
export type SmallDisk = Disposable & {
  folder: string;
  remount: (mode: 'ro' | 'rw') => void;
};

/** Mounts a disk of so many MB. Throws where this user may not mount one. */
export function mountSmallDisk(sizeMb: number): SmallDisk {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=0777`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch (cause) {
    rmSync(folder, { recursive: true });
    throw new Error('This user may not mount a disk', { cause });
  }
  return {
    folder,
    remount: (mode) => void execFileSync('mount', ['-o', `remount,${mode}`, folder]),
    [Symbol.dispose]() {
      execFileSync('umount', ['-l', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** Why tests with a disk of their own are skipped here; undefined where they run. */
export function whyNoDisk(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'only root of a Linux may mount one';
  try {
    mountSmallDisk(1)[Symbol.dispose]();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
