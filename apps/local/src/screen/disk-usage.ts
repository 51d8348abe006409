import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of all files below these folders; what disappears meanwhile counts as nothing. */
export async function diskUsage(folders: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries)
      if (entry.isFile()) bytes += await stat(join(entry.parentPath, entry.name)).then(onDisk, () => 0);
  }
  return bytes;
}

/** A sparse file takes what is written of it; blocks are of 512 bytes. */
const onDisk = ({ blocks }: { blocks: number }): number => blocks * 512;
