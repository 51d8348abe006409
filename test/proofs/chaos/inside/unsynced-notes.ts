import type { Stats } from 'node:fs';
import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The name of the note about a file, which keeps it when it is renamed. */
export const noteOf = ({ ino }: Stats): string => `${ino}`;

/** Overwrites with zeros what is noted as not synced, and forgets the notes. Nothing may write to the folder meanwhile. */
export async function loseUnsynced(folder: string, notes: string): Promise<void> {
  const noted = new Set(await readdir(notes));
  for (const name of noted.size > 0 ? await readdir(folder) : []) {
    const path = join(folder, name);
    const status = await stat(path).catch(() => undefined); // what filled the disk may be removed at this moment
    if (!status || !noted.has(noteOf(status))) continue;
    await using file = await open(path, 'r+');
    for (const range of (await readFile(join(notes, noteOf(status)), 'utf8')).trim().split('\n')) {
      const [from = 0, length = 0] = range.split(' ').map(Number);
      const lost = Math.min(length, status.size - from);
      if (lost > 0) await file.write(Buffer.alloc(lost), 0, lost, from);
    }
  }
  for (const note of noted) await rm(join(notes, note));
}
