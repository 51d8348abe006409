import { forEachConcurrently } from '@trunkline/service';
import { damaged, type Backup } from './files/backup-folder.ts';
import { findFault } from './files/sealed-file.ts';

type Options = { signal: AbortSignal; progress: (what: string, done: number, total: number) => void };

const AT_ONCE = 4;

/** Compares every file of a backup with its manifest. Throws a `CliError` that names those that are missing or changed. */
export async function verifyFiles(
  folder: string,
  { manifest, path }: Backup,
  { signal, progress }: Options,
): Promise<void> {
  const files = [
    ...manifest.tables.map((table) => ({ ...table, path: table.file })),
    ...(manifest.spool ?? []),
    ...manifest.objects.list.flatMap(({ file }) => file ?? []),
  ];
  const faults: string[] = [];
  let done = 0;
  await forEachConcurrently(files, AT_ONCE, async (file) => {
    signal.throwIfAborted();
    const fault = await findFault(path(file.path), file);
    if (fault) faults.push(`${file.path} (${fault})`);
    progress('files', (done += 1), files.length);
    return {};
  });
  if (faults.length > 0) throw damaged(folder, faults.toSorted());
}
