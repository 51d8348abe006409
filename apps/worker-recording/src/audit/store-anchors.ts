import { listUnstoredAnchors, markAnchorStored } from '@trunkline/db/audit';
import type { Database } from '@trunkline/db/connection';
import { storeAnchor, type Storage } from '@trunkline/storage';

/**
 * Copies anchors to the object store, once each. A crash between the two writes repeats the copy, which changes nothing;
 * one whose object has another content stays unmarked, and the next round reports that they differ.
 */
export async function storeAnchors({ db, storage }: { db: Database; storage: Storage }): Promise<void> {
  for (const anchor of await listUnstoredAnchors(db.pool))
    if (await storeAnchor(storage, anchor)) await markAnchorStored(db.pool, anchor.hour);
}
