import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { call, callCount } from '@trunkline/api-contract/calls';
import type { output } from 'zod';
import { request, withQuery } from '../http/request.ts';
import type { CallsPage } from './call.ts';
import { startOf, type CallsSearch } from './calls-search.ts';

const PAGE = 50;

type CallCount = output<typeof callCount>;

/** What decides which calls are shown, and in which order. */
export type CallsFilters = Omit<CallsSearch, 'selected' | 'columns'>;
/** `from`: the begin of the window that its filters had; the next page needs the same. */
type WindowedPage = CallsPage & { from: string | null; readAt: number };

/** The filters as parameters of the API, without the window of time. */
const parametersOf = ({ q, status, direction, number, with: extras }: CallsFilters) => ({
  q,
  status: status?.join(','),
  direction: direction?.join(','),
  number,
  has_recording: extras?.includes('recording') ? 'true' : undefined,
  has_gap: extras?.includes('gap') ? 'true' : undefined,
  has_siren: extras?.includes('siren') ? 'true' : undefined,
});

async function fetchPage(
  filters: CallsFilters,
  at: { cursor: string | null; from: string | null },
  signal: AbortSignal,
): Promise<WindowedPage> {
  const query = {
    ...parametersOf(filters),
    include: 'contact',
    sort: filters.sort,
    started_after: at.from,
    limit: PAGE,
    cursor: at.cursor,
  };
  const page = await request<CallsPage>(withQuery('/api/calls', query), { signal });
  return { ...page, from: at.from, readAt: Date.now() };
}

/** The calls of these filters, the latest first, page by page. */
export const callsQuery = (filters: CallsFilters) =>
  infiniteQueryOptions({
    queryKey: ['calls', 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      fetchPage(filters, pageParam ?? { cursor: null, from: startOf(filters.window) }, signal),
    initialPageParam: null as { cursor: string; from: string | null } | null,
    getNextPageParam: ({ page, from }) => (page.next_cursor === null ? undefined : { cursor: page.next_cursor, from }),
  });

/** The first page again, for what is new: further pages are read once. The stream asks for it. */
export const newestCallsQuery = (filters: CallsFilters) =>
  queryOptions({
    queryKey: ['newest-calls', filters],
    queryFn: ({ signal }) => fetchPage(filters, { cursor: null, from: startOf(filters.window) }, signal),
    staleTime: Infinity,
  });

/** How many calls these filters leave, at most 10,000. The stream asks for it. */
export const callCountQuery = (filters: CallsFilters) =>
  queryOptions({
    queryKey: ['call-count', { ...filters, sort: undefined }],
    queryFn: ({ signal }) =>
      request<CallCount>(
        withQuery('/api/calls/count', { ...parametersOf(filters), started_after: startOf(filters.window) }),
        { signal },
      ),
  });

/** The address of these calls as a file of comma-separated values. */
export const exportUrl = (filters: CallsFilters): string =>
  withQuery('/api/calls.csv', {
    ...parametersOf(filters),
    sort: filters.sort,
    started_after: startOf(filters.window),
  });

/** These calls as the filter of an operation. It ends now: calls that begin later would be others than those counted. */
export const operationFilter = (filters: CallsFilters): Record<string, string> =>
  Object.fromEntries(
    Object.entries({
      ...parametersOf(filters),
      started_after: startOf(filters.window) ?? undefined,
      started_before: new Date().toISOString(),
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

export type Call = output<typeof call>;

/** One call, by our id or its SID. */
export const callQuery = (key: string) =>
  queryOptions({
    queryKey: ['call', key],
    queryFn: ({ signal }) => request<Call>(`/api/calls/${encodeURIComponent(key)}`, { signal }),
  });
