import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { NewBackup } from './files/backup-folder.ts';
import type { Manifest } from './files/backup-format.ts';

/** Files of lines: callbacks that wait, one for each line, and those that are set aside. */
const LINES = /\.jsonl?(\.bad)?$/;
/** Lines, then zeros. */
const RESERVE = /^reserve-/;

/**
 * Copies a spool folder into a backup: null where there is none. A file that ingest stores and removes meanwhile is in the
 * rows. A reserve becomes a file of lines, which any process stores.
 */
export async function copySpool(folder: string, backup: NewBackup): Promise<Manifest['spool']> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!names) return null;
  const copied: NonNullable<Manifest['spool']> = [];
  for (const name of names.filter((each) => LINES.test(each) || RESERVE.test(each)).toSorted()) {
    const lines = await readLines(join(folder, name));
    if (lines.length === 0) continue;
    const path = `spool/${name}`;
    const target = RESERVE.test(name) ? `${name}.jsonl` : name;
    copied.push({ name: target, path, ...(await backup.write(path, Readable.from([lines]), true)) });
  }
  return copied;
}

async function readLines(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const zero = bytes.indexOf(0);
  const lines = bytes.subarray(0, zero === -1 ? bytes.length : zero);
  return lines.toString().trim() === '' ? Buffer.alloc(0) : lines;
}
