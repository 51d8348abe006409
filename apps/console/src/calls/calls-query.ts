import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { call } from '@trunkline/api-contract/calls';
import type { output } from 'zod';
import { request, withQuery } from '../http/request.ts';
import type { CallsPage } from './call.ts';
import { startOf, type CallsSearch } from './calls-search.ts';

const PAGE = 50;

type Filters = Omit<CallsSearch, 'selected'>;
/** A page, and the begin of the window that its filters had: the next page needs the same. */
type WindowedPage = CallsPage & { from: string | null };

async function fetchPage(
  filters: Filters,
  at: { cursor: string | null; from: string | null },
  signal: AbortSignal,
): Promise<WindowedPage> {
  const { status, direction, number } = filters;
  const query = {
    status: status?.join(','),
    direction: direction?.join(','),
    number,
    started_after: at.from,
    limit: PAGE,
    cursor: at.cursor,
  };
  return { ...(await request<CallsPage>(withQuery('/api/calls', query), { signal })), from: at.from };
}

/** The calls of these filters, the latest first, page by page. */
export const callsQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['calls', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      fetchPage(filters, pageParam ?? { cursor: null, from: startOf(filters.window) }, signal),
    initialPageParam: null as { cursor: string; from: string | null } | null,
    getNextPageParam: ({ page, from }) => (page.next_cursor === null ? undefined : { cursor: page.next_cursor, from }),
  });

/** The first page again, for what is new: further pages are read once. The stream asks for it. */
export const newestCallsQuery = (filters: Filters) =>
  queryOptions({
    queryKey: ['newest-calls', filters],
    queryFn: ({ signal }) => fetchPage(filters, { cursor: null, from: startOf(filters.window) }, signal),
    staleTime: Infinity,
  });

export type Call = output<typeof call>;

/** One call, by our id or its SID. */
export const callQuery = (key: string) =>
  queryOptions({
    queryKey: ['call', key],
    queryFn: ({ signal }) => request<Call>(`/api/calls/${encodeURIComponent(key)}`, { signal }),
  });
