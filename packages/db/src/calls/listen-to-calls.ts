import type { Logger } from '@trunkline/service';
import { listenTo } from '../connection/listen-to.ts';
import type { Database } from '../connection/open-database.ts';
import { CALLS_CHANNEL } from './save-calls.ts';

/** Calls `onChange` with the SIDs of calls as they change; see `listenTo` for what is lost meanwhile. */
export const listenToCalls = (
  db: Database,
  onChange: (callSids: string[]) => void,
  log: Pick<Logger, 'info' | 'warn' | 'error'>,
): AsyncDisposable => listenTo(db, CALLS_CHANNEL, (payload) => onChange(readSids(payload)), log);

/** Every login may notify with any payload: what is no list of SIDs is ignored. */
function readSids(payload: string): string[] {
  try {
    const sids: unknown = JSON.parse(payload);
    return Array.isArray(sids) ? sids.filter((sid) => typeof sid === 'string') : [];
  } catch {
    return [];
  }
}
