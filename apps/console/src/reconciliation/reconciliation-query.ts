import { infiniteQueryOptions, queryOptions, type QueryClient } from '@tanstack/react-query';
import type { reconciliation } from '@trunkline/api-contract/reconciliation';
import type { StreamPayload } from '@trunkline/api-contract/stream';
import type { output } from 'zod';
import { request, withQuery } from '../http/request.ts';
import type { Gap, GapClass, GapsPage, GapState } from './gap.ts';

export type Reconciliation = output<typeof reconciliation>;
export type Tier = Reconciliation['tiers'][number];
export type SyncRun = Reconciliation['runs'][number];

const KEY = ['reconciliation'];

/** Tiers, numbers of gaps, and the last scans. Tiers come every few seconds without an event. */
export const reconciliationQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) => request<Reconciliation>('/api/reconciliation', { signal }),
  refetchInterval: 10_000,
});

/** Read again this often while Twilio is being asked: the stream tells of gaps that close, not of why one did not. */
const ASKED_EVERY_MS = 2000;

const isAsked = ({ state, heal_requested_at: requested, heal_error: error }: Gap): boolean =>
  state === 'open' && requested !== null && error === null;

/** Missing callbacks, the latest first, page by page. */
export const gapsQuery = (state: GapState, classes: GapClass[] | undefined) =>
  infiniteQueryOptions({
    queryKey: ['gaps', state, classes ?? []],
    queryFn: ({ pageParam, signal }) => {
      const query = { state, class: classes?.join(','), limit: 50, cursor: pageParam };
      return request<GapsPage>(withQuery('/api/gaps', query), { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ page }) => page.next_cursor,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some((page) => page.data.some(isAsked)) ? ASKED_EVERY_MS : false,
  });

export const isOpenRun = ({ state }: Pick<SyncRun, 'state'>): boolean => state === 'queued' || state === 'running';

/** The progress of a scan as the stream sends it. A scan that is new or has ended is read again. */
export function patchSyncRun(client: QueryClient, progress: StreamPayload<'sync.progress'>): void {
  const known = client.getQueryData<Reconciliation>(KEY);
  if (!known) return;
  const { run_id: id, state, synced, skipped, total, days_done, days_total, requests, gaps } = progress;
  if (!isOpenRun(progress) || !known.runs.some((run) => run.id === id))
    return void client.invalidateQueries({ queryKey: KEY }, { cancelRefetch: false });
  const counts = { days_done, days_total: days_total ?? 0, requests, gaps };
  const runs = known.runs.map((run) =>
    run.id === id
      ? { ...run, state, synced, skipped, total, progress: { ...(run.progress as object), ...counts } }
      : run,
  );
  client.setQueryData<Reconciliation>(KEY, { ...known, runs });
}
