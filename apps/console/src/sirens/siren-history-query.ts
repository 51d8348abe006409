import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { sirenSummary } from '@trunkline/api-contract/live-control';
import type { output } from 'zod';
import { startOf } from '../calls/calls-search.ts';
import { request, withQuery } from '../http/request.ts';
import type { SirensPage } from './open-sirens.ts';
import { DEFAULT_HISTORY, type SirensSearch } from './sirens-search.ts';

const PAGE = 50;
type HistoryFilters = Pick<SirensSearch, 'outcome' | 'window'>;
type At = { cursor: string | null; from: string | null };

/** Sirens of the window, the latest first, page by page. A further page needs the window of the first. */
export const sirenHistoryQuery = ({ outcome, window = DEFAULT_HISTORY }: HistoryFilters) =>
  infiniteQueryOptions({
    queryKey: ['sirens', 'history', outcome ?? null, window],
    async queryFn({ pageParam, signal }) {
      const { cursor, from } = pageParam ?? { cursor: null, from: startOf(window) };
      const path = withQuery('/api/sirens', { status: outcome, raised_after: from, limit: PAGE, cursor });
      return { ...(await request<SirensPage>(path, { signal })), from };
    },
    initialPageParam: null as At | null,
    getNextPageParam: ({ page, from }): At | undefined =>
      page.next_cursor === null ? undefined : { cursor: page.next_cursor, from },
  });

/** The figures of the same window. */
export const sirenSummaryQuery = (window = DEFAULT_HISTORY) =>
  queryOptions({
    queryKey: ['sirens', 'summary', window],
    queryFn: ({ signal }) =>
      request<output<typeof sirenSummary>>(withQuery('/api/sirens/summary', { raised_after: startOf(window) }), {
        signal,
      }),
  });

/** The siren that was raised last. */
export const latestSirenQuery = queryOptions({
  queryKey: ['sirens', 'latest'],
  queryFn: ({ signal }) => request<SirensPage>('/api/sirens?limit=1', { signal }),
});
