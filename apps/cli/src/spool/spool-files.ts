import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file of ingest's spool folder that holds callbacks, one for each line. */
export type SpoolFile = {
  name: string;
  path: string;
  /** It has a fixed size, and ingest writes over it in place: lines, then zeros. */
  isReserve: boolean;
};

/** Callbacks that wait, and those that are set aside. */
const LINES = /\.jsonl?(\.bad)?$/;
const RESERVE = /^reserve-/;

/** The files of a spool folder, by name; undefined where there is no folder. */
export async function listSpoolFiles(folder: string): Promise<SpoolFile[] | undefined> {
  const names = await readdir(folder).catch(ignoreAbsent);
  return names?.toSorted().flatMap((name) => {
    const isReserve = RESERVE.test(name);
    return isReserve || LINES.test(name) ? [{ name, path: join(folder, name), isReserve }] : [];
  });
}

/** The lines of such a file; none where ingest has stored and removed it meanwhile. */
export async function readSpoolFile({ path }: SpoolFile): Promise<Buffer> {
  const bytes = (await readFile(path).catch(ignoreAbsent)) ?? Buffer.alloc(0);
  const zero = bytes.indexOf(0);
  return bytes.subarray(0, zero === -1 ? bytes.length : zero);
}

function ignoreAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
