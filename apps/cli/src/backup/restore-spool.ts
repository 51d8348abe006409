import { access, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { Backup } from './files/backup-folder.ts';

/**
 * Adds the spool's files of a backup to the folder, under their names; returns how many. A name that exists is left
 * alone: a former run of the same restore wrote it, or ingest kept it since the backup.
 */
export async function restoreSpool(folder: string, { manifest, read }: Backup): Promise<number | null> {
  if (!manifest.spool) return null;
  await mkdir(folder, { recursive: true });
  let added = 0;
  for (const { name, path } of manifest.spool) {
    const target = join(folder, name);
    const exists = await access(target).then(
      () => true,
      () => false,
    );
    if (exists) continue;
    const temporary = `${target}.tmp`;
    {
      await using file = await open(temporary, 'w', 0o600);
      await file.writeFile(await buffer(Readable.from(read(path, true))));
      await file.sync();
    }
    await rename(temporary, target);
    added += 1;
  }
  return added;
}
