import { listKeptObjects, listStillKept } from '@trunkline/db/backup';
import type { Database } from '@trunkline/db/connection';
import { openStorage } from '@trunkline/storage';
import { recordAudit } from '../audit/record-audit.ts';
import type { CliConfig } from '../config.ts';
import { finishErasures } from '../erasure/finish-erasures.ts';
import { checkUnused } from './check-target.ts';
import { copyObjects, type MissingObject } from './copy-objects.ts';
import { settleDatabase, type SettledDatabase } from './settle-database.ts';

export type Recovered = SettledDatabase & { objects: { count: number; faults: MissingObject[] } };

type Options = { signal: AbortSignal; progress: (what: string, done: number, total: number) => void };

/** Settles a database that was recovered to an earlier moment by other means, such as a base backup and its WAL. */
export async function settleRecovered(
  db: Database,
  config: CliConfig,
  { signal, progress }: Options,
): Promise<Recovered> {
  using storage = openStorage(config.storage);
  const { result, kept } = await db.transaction(async (tx) => {
    await tx.query('set local idle_in_transaction_session_timeout = 0');
    await checkUnused(tx);
    const earlier = { isExact: false, records: [], spelled: [] };
    const { result: settled, eraseSpooled } = await settleDatabase(tx, storage, config, earlier);
    await eraseSpooled();
    await recordAudit(tx, 'restore', 'database.recovered', 'database');
    signal.throwIfAborted();
    return { result: settled, kept: await listKeptObjects(tx) };
  });
  await finishErasures(db, config.storage);
  const { list, faults } = await copyObjects(storage, kept, {
    write: undefined,
    stillKept: (keys) => listStillKept(db.pool, keys),
    signal,
    progress: (done, total) => progress('objects', done, total),
  });
  return { ...result, objects: { count: list.length, faults } };
}
