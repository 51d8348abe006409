import type { Database } from '@trunkline/db/connection';
import { isStillAdmitted } from '../identity/is-still-valid.ts';
import type { Listener } from './listener.ts';

/** Cuts the streams of keys that were revoked, of sessions and tokens that ended, and of whoever has another role by now. */
export async function cutTheRevoked(db: Database, listeners: Iterable<Listener>): Promise<void> {
  for (const those of Map.groupBy(listeners, ({ credential }) => JSON.stringify(credential)).values()) {
    if (await isStillAdmitted(db.pool, those[0]!.credential)) continue;
    for (const listener of those) listener.cut();
  }
}
