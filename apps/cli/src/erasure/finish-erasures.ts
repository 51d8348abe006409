import type { Database } from '@trunkline/db/connection';
import { finishErasure, listOpenErasures } from '@trunkline/db/erasure';
import { openStorage, storeErasure, type StorageConfig } from '@trunkline/storage';

/**
 * Deletes the objects of erasures that are not finished, and puts their records into the store. They survive the database
 * there: a restore of an older backup erases the same persons again.
 */
export async function finishErasures(db: Database, config: StorageConfig): Promise<void> {
  using storage = openStorage(config);
  for (const { objectKeys, ...record } of await listOpenErasures(db.pool)) {
    await storeErasure(storage, record);
    for (const key of objectKeys) await storage.delete(key);
    await finishErasure(db.pool, record.id);
  }
}
