import type { StreamPayload } from '@trunkline/api-contract/stream';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { CallRow } from './call.ts';
import { isEnded } from './call-status.ts';

/** First words of the keys of all lists of calls. */
const LISTS = [['calls', 'list'], ['newest-calls'], ['floor']];

/** A change of a call, as an event reports it. */
type Change = { id: string; version: number | null; patch: (row: CallRow) => CallRow };

/** Writes changes of calls into every list that shows them, if they are newer than what is shown. */
export const patchCalls = (client: QueryClient, changes: readonly StreamPayload<'call.updated'>[]): void =>
  patchRows(
    client,
    changes.map(({ callId: id, version, status, duration, recordingStatus }) => ({
      id,
      version,
      patch: (row) => ({
        ...row,
        status,
        duration_sec: duration,
        recording_status: recordingStatus,
        is_final: row.is_final || isEnded(status),
        version: version ?? row.version,
      }),
    })),
  );

/** The same of their live recordings. */
export const patchRecordingStates = (
  client: QueryClient,
  changes: readonly StreamPayload<'recording.updated'>[],
): void =>
  patchRows(
    client,
    changes.flatMap(({ call_id: id, version, recording_status }) =>
      id === null
        ? []
        : [{ id, version, patch: (row: CallRow) => ({ ...row, recording_status, version: version ?? row.version }) }],
    ),
  );

type Rows = { data: readonly CallRow[] };
type Pages = InfiniteData<Rows>;

/** One write per list, however many changes: each is compared with what was there, and shown. */
function patchRows(client: QueryClient, changes: readonly Change[]): void {
  const byId = Map.groupBy(changes, ({ id }) => id);
  const patchRow = (row: CallRow): CallRow =>
    (byId.get(row.id) ?? []).reduce(
      (now, { version, patch }) => (version === null || now.version < version ? patch(now) : now),
      row,
    );
  const patchPage = <P extends Rows>(page: P): P => {
    const data = page.data.map(patchRow);
    return data.some((row, n) => row !== page.data[n]) ? { ...page, data } : page;
  };
  for (const queryKey of LISTS)
    client.setQueriesData<Pages | Rows>({ queryKey }, (known) => {
      if (!known) return known;
      if (!('pages' in known)) return patchPage(known);
      const pages = known.pages.map(patchPage);
      return pages.some((page, n) => page !== known.pages[n]) ? { ...known, pages } : known;
    });
}
