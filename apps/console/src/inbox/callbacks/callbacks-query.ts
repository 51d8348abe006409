import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../../http/request.ts';
import type { CallbackDetail, InboxPage } from '../callback.ts';
import { beginOf, type CallbacksSearch } from '../inbox-search.ts';

const PAGE = 50;

type Filters = Omit<CallbacksSearch, 'selected'>;
/** `from`: the begin of the window that its filters had; the next page needs the same. */
type WindowedPage = InboxPage & { from: string; readAt: number };
type Position = { cursor: string; from: string } | null;

async function fetchPage(filters: Filters, at: Position, signal: AbortSignal): Promise<WindowedPage> {
  const { q, state, type, call_sid, fingerprint } = filters;
  const from = at?.from ?? beginOf(filters);
  const query = {
    q,
    state: state?.join(','),
    type: type?.join(','),
    call_sid,
    fingerprint,
    received_after: from,
    limit: PAGE,
    cursor: at?.cursor,
  };
  const page = await request<InboxPage>(withQuery('/api/inbox', query), { signal });
  return { ...page, from, readAt: Date.now() };
}

/** The callbacks of these filters, the latest first, page by page, with the numbers of the window by state. */
export const callbacksQuery = (filters: Filters) =>
  infiniteQueryOptions({
    queryKey: ['callbacks', 'list', filters],
    queryFn: ({ pageParam, signal }) => fetchPage(filters, pageParam, signal),
    initialPageParam: null as Position,
    getNextPageParam: ({ page, from }) => (page.next_cursor === null ? undefined : { cursor: page.next_cursor, from }),
  });

/** The first page again, for what is new: further pages are read once. The stream asks for it. */
export const newestCallbacksQuery = (filters: Filters) =>
  queryOptions({
    queryKey: ['newest-callbacks', filters],
    queryFn: ({ signal }) => fetchPage(filters, null, signal),
    staleTime: Infinity,
  });

/** One callback with its fields. */
export const callbackQuery = (id: string) =>
  queryOptions({
    queryKey: ['inbox', id],
    queryFn: ({ signal }) => request<CallbackDetail>(`/api/inbox/${encodeURIComponent(id)}`, { signal }),
  });

/** Whether any callback was ever received: it is asked only where a window is empty. */
export const anyCallbackQuery = queryOptions({
  queryKey: ['newest-callbacks', 'any'],
  queryFn: async ({ signal }) => {
    const { data } = await fetchPage({ window: 'all' }, null, signal);
    return data.length > 0;
  },
});
