import { openDatabase, type Database } from '@trunkline/db/connection';
import { storeCallbacks, type CallbackToStore } from '@trunkline/db/inbox';
import { deleteRows } from './delete-rows.ts';

/** The database of this test file. */
export const openTestDatabase = (maxConnections = 6): Database =>
  openDatabase(process.env['DATABASE_URL']!, 'test', { maxConnections });

/** Stores callbacks and returns their inbox ids, in the order given. */
export async function storeAll(db: Database, callbacks: readonly CallbackToStore[]): Promise<string[]> {
  const rows = await storeCallbacks(db.pool, callbacks);
  return rows.toSorted((a, b) => a.n - b.n).map((row) => row.id);
}

/** Empties every table that callbacks and reconciliation write. */
export const emptyTables = (db: Database): Promise<void> => deleteRows(db.pool, WRITTEN);

const WRITTEN = [
  'twilio_webhook_inbox',
  'twilio_webhook_dedupe',
  'twilio_webhook_search',
  'calls',
  'call_events',
  'contacts',
  'conversations',
  'candidates',
  'campaigns',
  'call_attempts',
  'call_recordings',
  'callback_gaps',
  'sync_runs',
  'sync_state',
  'call_lookups',
  'operations',
  'operation_items',
];

/** The number of inbox rows in each state. */
export async function inboxStates(db: Database): Promise<Record<string, number>> {
  const sql = 'select processing_status as state, count(*)::int from twilio_webhook_inbox group by 1';
  const { rows } = await db.pool.query<{ state: string; count: number }>(sql);
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}
