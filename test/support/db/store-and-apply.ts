import type { Database } from '@trunkline/db/connection';
import type { CallbackToStore } from '@trunkline/db/inbox';
import { applyCallbacks } from '../../../apps/worker-status/src/apply-callbacks.ts';
import { storeAll } from './inbox.ts';
import { silentLog } from '../silent-log.ts';

/** The account's numbers in tests. */
export const OWNED = new Set(['+16175006181']);

/** Stores callbacks one after the other and applies each as worker-status does; returns their inbox ids. */
export async function storeAndApply(db: Database, callbacks: readonly CallbackToStore[]): Promise<string[]> {
  const apply = applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog });
  const ids: string[] = [];
  for (const callback of callbacks) {
    const [id] = await storeAll(db, [callback]);
    await apply([id!]);
    ids.push(id!);
  }
  return ids;
}

/** Applies every stored row that waits, as the relay and worker-status do. */
export async function applyPending(db: Database): Promise<void> {
  const sql = `select id::text from twilio_webhook_inbox where processing_status = 'pending'`;
  const { rows } = await db.pool.query<{ id: string }>(sql);
  if (rows.length > 0) await applyCallbacks({ db, ownedNumbers: OWNED, log: silentLog })(rows.map(({ id }) => id));
}
