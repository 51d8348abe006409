import type { rejectedRequestsPage } from '@trunkline/api-contract/rejected-requests';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { output } from 'zod';
import { request, withQuery } from '../../http/request.ts';
import type { RejectedSearch } from './rejected-search.ts';

export type RejectedPage = output<typeof rejectedRequestsPage>;
export type RejectedRequest = RejectedPage['data'][number];
export type CauseGroup = RejectedPage['groups'][number];

const PAGE = 50;

/** Requests that ingest refused in the last day, by hour, cause and URL, and all of them by cause. */
export const rejectedQuery = ({ cause, path }: RejectedSearch) =>
  infiniteQueryOptions({
    queryKey: ['rejected-requests', { cause: cause ?? null, path: path ?? null }],
    queryFn: ({ pageParam, signal }) =>
      request<RejectedPage>(withQuery('/api/rejected-requests', { cause, path, limit: PAGE, cursor: pageParam }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
  });
