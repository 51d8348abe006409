import { listenTo } from '../connection/listen-to.ts';
import type { Database } from '../connection/open-database.ts';
import { CALLS_CHANNEL } from './save-calls.ts';

/** Tells the SIDs of calls as they change, by `listenTo`. */
export const listenToCalls = (db: Database, onChange: (callSids: string[]) => void): AsyncDisposable =>
  listenTo(db, CALLS_CHANNEL, (payload) => onChange(readSids(payload)));

/** Whoever may connect may notify, of anything. */
function readSids(payload: string): string[] {
  try {
    const sids: unknown = JSON.parse(payload);
    return Array.isArray(sids) ? sids.filter((sid) => typeof sid === 'string') : [];
  } catch {
    return [];
  }
}
