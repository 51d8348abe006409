/**
 * Loaded into ingest by `--import`: what is written to its spool is noted until it is synced. After `kill -9`, `cutPower` of
 * the spool disk takes what was not synced, as the end of a machine's power does; without it the kernel would keep all.
 */
import { appendFileSync } from 'node:fs';
import fs, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { noteOf } from './unsynced-notes.ts';

const spool = process.env['SPOOL_DIR']!;
const notes = process.env['UNSYNCED_NOTES']!;
const { open } = fs;

fs.open = async (path, ...rest) => {
  const handle = await open(path, ...rest);
  return String(path).startsWith(spool) ? noting(handle) : handle;
};
syncBuiltinESMExports();

async function noting(handle: FileHandle): Promise<FileHandle> {
  const status = await handle.stat();
  if (!status.isFile()) return handle;
  const note = join(notes, noteOf(status));
  const write = handle.write.bind(handle) as (...args: unknown[]) => Promise<{ bytesWritten: number; buffer: Buffer }>;
  const writeFile = handle.writeFile.bind(handle);
  const unsynced = (from: number, length: number) => appendFileSync(note, `${from} ${length}\n`);
  const settle = (sync: () => Promise<void>) => async () => {
    await sync();
    await fs.rm(note, { force: true });
  };
  return Object.assign(handle, {
    write: (bytes: Buffer, from: number, length: number, at: number) => {
      unsynced(at, length);
      return write(bytes, from, length, at);
    },
    writeFile: (text: string) => {
      unsynced(0, Buffer.byteLength(text));
      return writeFile(text);
    },
    sync: settle(handle.sync.bind(handle)),
    datasync: settle(handle.datasync.bind(handle)),
  });
}
