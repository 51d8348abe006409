import type { StreamPayload } from '@trunkline/api-contract/stream';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { CallRow } from './call.ts';
import { isEnded } from './call-status.ts';

/** First words of the keys of all lists of calls. */
const LISTS = [['calls', 'list'], ['newest-calls'], ['floor']];

/** Writes a change of a call into every list that shows it, if it is newer than what is shown. */
export function patchCall(client: QueryClient, change: StreamPayload<'call.updated'>): void {
  patchRows(client, change.callId, change.version, (row) => ({
    ...row,
    status: change.status,
    duration_sec: change.duration,
    recording_status: change.recordingStatus,
    is_final: row.is_final || isEnded(change.status),
    version: change.version ?? row.version,
  }));
}

/** The same of its live recording. */
export function patchRecordingState(client: QueryClient, change: StreamPayload<'recording.updated'>): void {
  if (change.call_id === null) return;
  patchRows(client, change.call_id, change.version, (row) => ({
    ...row,
    recording_status: change.recording_status,
    version: change.version ?? row.version,
  }));
}

type Rows = { data: readonly CallRow[] };
type Pages = InfiniteData<Rows>;

function patchRows(client: QueryClient, id: string, version: number | null, patch: (row: CallRow) => CallRow): void {
  const isOlder = (row: CallRow): boolean => row.id === id && (version === null || row.version < version);
  const patchPage = <P extends Rows>(page: P): P =>
    page.data.some(isOlder) ? { ...page, data: page.data.map((row) => (isOlder(row) ? patch(row) : row)) } : page;
  for (const queryKey of LISTS)
    client.setQueriesData<Pages | Rows>({ queryKey }, (known) => {
      if (!known) return known;
      return 'pages' in known ? { ...known, pages: known.pages.map(patchPage) } : patchPage(known);
    });
}
