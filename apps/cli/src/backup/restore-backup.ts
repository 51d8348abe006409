import {
  countRows,
  emptyForRestore,
  ensureDays,
  loadRows,
  setSequences,
  withoutTriggers,
  type BackupRow,
} from '@trunkline/db/backup';
import type { Database, Transaction } from '@trunkline/db/connection';
import { digitsIn, listErasures, type ErasureRecord } from '@trunkline/db/erasure';
import { listStoredErasures, openStorage } from '@trunkline/storage';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { recordAudit } from '../audit/record-audit.ts';
import { CliError } from '../cli-error.ts';
import type { CliConfig } from '../config.ts';
import { finishErasures } from '../erasure/finish-erasures.ts';
import { checkTarget } from './check-target.ts';
import type { Backup } from './files/backup-folder.ts';
import type { BackupTableFile } from './files/backup-format.ts';
import { restoreObjects, type ObjectFault } from './restore-objects.ts';
import { restoreSpool } from './restore-spool.ts';
import { settleDatabase, type SettledDatabase } from './settle-database.ts';

export type Restored = SettledDatabase & {
  id: string;
  at: string;
  rows: number;
  objects: { count: number; written: number; faults: ObjectFault[] };
  /** Files of the spool that were added; null where the backup has no spool. */
  spool: number | null;
};

type Options = {
  /** Replaces the rows of a database that has some. */
  replaces: boolean;
  /** Nothing happened since the backup: queued calls stay queued, and the stream goes on. */
  isExact: boolean;
  signal: AbortSignal;
  progress: (what: string, done: number, total: number) => void;
};

/**
 * Restores a backup whose files were verified. Rows, erasures and checks are one transaction, committed last: interrupted
 * before, the database is as it was, and the same command starts again.
 */
export async function restoreBackup(
  db: Database,
  config: CliConfig,
  backup: Backup,
  { replaces, isExact, signal, progress }: Options,
): Promise<Restored> {
  using storage = openStorage(config.storage);
  const { manifest, header } = backup;
  const restored = await db.transaction(async (tx) => {
    await tx.query('set local row_security = off'); // fails where a policy would leave rows out
    await tx.query('set local idle_in_transaction_session_timeout = 0'); // a slow disk, many objects
    await checkTarget(tx, manifest, replaces);
    const ofDatabase = await listErasures(tx);
    await loadTables(tx, backup, { signal, progress });
    const records = [...ofDatabase, ...(await listCopiedErasures(backup))];
    const earlier = { isExact, records, spelled: await spelledIn(backup) };
    const { result, erasedKeys, eraseSpooled } = await settleDatabase(tx, storage, config, earlier);
    const objects = await restoreObjects(storage, backup, erasedKeys, { signal, progress });
    const spool = await restoreSpool(config.spoolDir, backup);
    await eraseSpooled();
    await recordAudit(tx, 'restore', 'backup.restored', `backup:${header.id}`);
    signal.throwIfAborted();
    return { ...result, objects, spool };
  });
  await finishErasures(db, config.storage);
  const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
  return { id: header.id, at: manifest.at, rows, ...restored };
}

async function loadTables(
  tx: Transaction,
  { manifest, read }: Backup,
  { signal, progress }: Pick<Options, 'signal' | 'progress'>,
): Promise<void> {
  const total = manifest.tables.reduce((sum, { rows }) => sum + rows, 0);
  let done = 0;
  await withoutTriggers(tx, manifest, async () => {
    await emptyForRestore(tx, manifest.tables);
    await ensureDays(tx, manifest.days);
    for (const table of manifest.tables)
      for await (const rows of readRows(read(table.file, true))) {
        signal.throwIfAborted();
        await loadRows(tx, table, rows);
        progress('rows', (done += rows.length), total);
      }
    await setSequences(tx, manifest.sequences);
  });
  for (const table of manifest.tables) await checkCount(tx, table);
}

async function checkCount(tx: Transaction, table: BackupTableFile): Promise<void> {
  const found = await countRows(tx, table);
  if (found === table.rows) return;
  throw new CliError(
    `${table.name} would have ${found} rows, the backup has ${table.rows}. Nothing was restored. Use another backup.`,
  );
}

const ROWS_AT_ONCE = 500;

async function* readRows(source: AsyncIterable<Buffer>): AsyncGenerator<BackupRow[]> {
  let rows: BackupRow[] = [];
  for await (const line of createInterface({ input: Readable.from(source), crlfDelay: Infinity })) {
    rows.push(JSON.parse(line) as BackupRow);
    if (rows.length < ROWS_AT_ONCE) continue;
    yield rows;
    rows = [];
  }
  if (rows.length > 0) yield rows;
}

/** Records of erasures that the backup has copies of: the store may be a new one. */
async function listCopiedErasures({ manifest, read }: Backup): Promise<ErasureRecord[]> {
  const copies = new Map(
    manifest.objects.list.flatMap(({ key, file }) => (file && key.startsWith('erasures/') ? [[key, file.path]] : [])),
  );
  const { records } = await listStoredErasures({
    list: async () => [...copies.keys()],
    get: async (key) => Readable.from(read(copies.get(key)!, false)),
  });
  return records;
}

/** Digits in the spool of a backup that may be numbers. */
async function spelledIn({ manifest, read }: Backup): Promise<string[]> {
  const spelled = new Set<string>();
  for (const { path } of manifest.spool ?? [])
    for (const digits of digitsIn(await text(read(path, true)))) spelled.add(digits);
  return [...spelled];
}
