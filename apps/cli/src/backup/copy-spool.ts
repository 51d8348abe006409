import { Readable } from 'node:stream';
import { listSpoolFiles, readSpoolFile } from '../spool/spool-files.ts';
import type { NewBackup } from './files/backup-folder.ts';
import type { Manifest } from './files/backup-format.ts';

/**
 * Copies a spool folder into a backup: null where there is none. A file that ingest stores and removes meanwhile is in the
 * rows. A reserve becomes a file of lines, which any process stores.
 */
export async function copySpool(folder: string, backup: NewBackup): Promise<Manifest['spool']> {
  const files = await listSpoolFiles(folder);
  if (!files) return null;
  const copied: NonNullable<Manifest['spool']> = [];
  for (const file of files) {
    const lines = await readSpoolFile(file);
    if (lines.toString().trim() === '') continue;
    const path = `spool/${file.name}`;
    const name = file.isReserve ? `${file.name}.jsonl` : file.name;
    copied.push({ name, path, ...(await backup.write(path, Readable.from([lines]), true)) });
  }
  return copied;
}
