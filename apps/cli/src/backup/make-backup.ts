import {
  listKeptObjects,
  listStillKept,
  readPositions,
  readSnapshot,
  type BackupTable,
  type Snapshot,
} from '@trunkline/db/backup';
import type { Database } from '@trunkline/db/connection';
import { openStorage } from '@trunkline/storage';
import { randomUUID } from 'node:crypto';
import { recordAudit } from '../audit/record-audit.ts';
import type { CliConfig } from '../config.ts';
import { finishErasures } from '../erasure/finish-erasures.ts';
import { copyObjects, listObjects, type MissingObject } from './copy-objects.ts';
import { copySpool } from './copy-spool.ts';
import { createBackup, type NewBackup } from './files/backup-folder.ts';
import type { BackupTableFile, Manifest } from './files/backup-format.ts';

export type MadeBackup = {
  path: string;
  id: string;
  at: string;
  isEncrypted: boolean;
  tables: number;
  rows: number;
  objects: { how: 'copied' | 'listed'; count: number; bytes: number };
  /** Files of the spool; null where this machine has no spool folder. */
  spool: number | null;
  /** Recordings whose object is not in the store, or is another one than was stored. */
  faults: MissingObject[];
};

type Options = {
  parent: string;
  /** Copies the objects; else the manifest lists them. */
  copies: boolean;
  secret: string | undefined;
  signal: AbortSignal;
  progress: (what: string, done: number, total: number) => void;
};

/**
 * Makes a backup while everything runs. The spool comes first: a callback in it is in the copy, or in the rows that follow,
 * or in both, which a restore stores once. The rows are one snapshot. The objects follow; one that is deleted meanwhile,
 * as by retention, is left out.
 */
export async function makeBackup(db: Database, config: CliConfig, options: Options): Promise<MadeBackup> {
  const { signal, progress, secret } = options;
  const id = randomUUID();
  await finishErasures(db, config.storage);
  await db.transaction((tx) => recordAudit(tx, 'backup', 'backup.started', `backup:${id}`));
  await using backup = await createBackup(options.parent, nameOf(new Date(), id), id, secret);
  const spool = await copySpool(config.spoolDir, backup);
  const { kept, ...database } = await readSnapshot(db, async (snapshot, tx) => ({
    at: snapshot.at,
    migrations: snapshot.migrations,
    circular: snapshot.circular,
    tables: await writeTables(snapshot, backup, options),
    ...(await readPositions(tx)),
    kept: await listKeptObjects(tx),
  }));
  using storage = openStorage(config.storage);
  const keys = await listObjects(storage, kept);
  const { list, faults } = await copyObjects(storage, keys, {
    write: options.copies ? backup.write : undefined,
    stillKept: (some) => listStillKept(db.pool, some),
    signal,
    progress: (done, total) => progress('objects', done, total),
  });
  const how = options.copies ? 'copied' : 'listed';
  const manifest: Manifest = { ...database, objects: { how, store: storage.kind, list }, spool };
  signal.throwIfAborted();
  const path = await backup.finish(manifest);
  return {
    path,
    id,
    at: manifest.at,
    isEncrypted: secret !== undefined,
    tables: manifest.tables.length,
    rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
    objects: { how, count: list.length, bytes: list.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) },
    spool: spool && spool.length,
    faults,
  };
}

/** Sorted by name, backups are sorted by time. */
const nameOf = (now: Date, id: string): string =>
  `trunkline-${now.toISOString().replace(/\.\d+/, '').replaceAll(':', '')}-${id.slice(0, 8)}`;

async function writeTables(
  snapshot: Snapshot,
  backup: NewBackup,
  { signal, progress }: Options,
): Promise<BackupTableFile[]> {
  let done = 0;
  async function* lines(table: BackupTable, counted: (rows: number) => void): AsyncGenerator<Buffer> {
    for await (const rows of snapshot.rows(table)) {
      signal.throwIfAborted();
      counted(rows.length);
      done += rows.length;
      progress('rows', done, Math.max(done, snapshot.estimate));
      yield Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    }
  }
  const files: BackupTableFile[] = [];
  for (const table of snapshot.tables) {
    const file = `tables/${table.name}`;
    let rows = 0;
    const written = await backup.write(
      file,
      lines(table, (more) => (rows += more)),
      true,
    );
    files.push({ ...table, rows, file, ...written });
  }
  return files;
}
