import type { Backup } from './files/backup-folder.ts';
import type { MadeBackup } from './make-backup.ts';

const SHOWN = 10;
const NO_SPOOL =
  'No spool: this machine has no folder SPOOL_DIR. What a spool elsewhere keeps is not in the backup, and its ingest stores it.';

/** What `backup` prints. */
export function describeBackup({ path, at, isEncrypted, tables, rows, objects, spool, faults }: MadeBackup): string {
  const sealed = isEncrypted ? 'Encrypted with BACKUP_KEY.' : 'Not encrypted: keep it where only you can read it.';
  const where = objects.how === 'copied' ? 'copied' : 'listed, and left in the store';
  return asLines(
    `Backup of ${at}: ${path}`,
    `${rows} rows of ${tables} tables, ${objects.count} objects of ${megabytes(objects.bytes)} MB ${where}. ${sealed}`,
    spool === null ? NO_SPOOL : `${spool} files of the spool.`,
    ...describeFaults(faults),
    `Try it: npx trunkline restore ${path} --check`,
  );
}

/** What `restore --check` prints. */
export const describeContent = ({ header, manifest: { at, tables, objects, spool } }: Backup): string =>
  asLines(
    `The backup ${header.id} of ${at} is whole: ${tables.reduce((sum, { rows }) => sum + rows, 0)} rows of ${tables.length} tables, ${objects.list.length} objects ${objects.how}.`,
    spool === null ? NO_SPOOL : `${spool.length} files of the spool.`,
  );

/** The first faulty objects, a line each. */
export function describeFaults(faults: readonly { key: string; why: 'missing' | 'differs' }[]): string[] {
  if (faults.length === 0) return [];
  const words = { missing: 'is missing in the store', differs: 'is not the object that was stored' };
  return [
    ...faults.slice(0, SHOWN).map(({ key, why }) => `  ${key} ${words[why]}.`),
    ...(faults.length > SHOWN ? [`  ${faults.length - SHOWN} more objects are missing or differ.`] : []),
  ];
}

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
/** Text of lines. */
export const asLines = (...lines: string[]) => `${lines.join('\n')}\n`;
