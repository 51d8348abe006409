import type { deadLetterGroupDetail, deadLetterGroupsPage } from '@trunkline/api-contract/inbox';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { output } from 'zod';
import { request, withQuery } from '../../http/request.ts';
import { filterOf, type StoppedSearch } from '../inbox-search.ts';

type GroupsPage = output<typeof deadLetterGroupsPage>;
export type DeadLetterGroup = GroupsPage['data'][number];
type DeadLetterGroupDetail = output<typeof deadLetterGroupDetail>;

/** Errors of dead letters, the most frequent first. */
export const deadLetterGroupsQuery = ({ type, error_contains }: StoppedSearch) => {
  const filter = filterOf({ type, error_contains });
  return infiniteQueryOptions({
    queryKey: ['dead-letters', 'groups', filter],
    queryFn: ({ pageParam, signal }) =>
      request<GroupsPage>(withQuery('/api/dead-letters/groups', { ...filter, cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
  });
};

/** One error: the calls with most of its callbacks, and the newest of them. */
export const deadLetterGroupQuery = (fingerprint: string) =>
  queryOptions({
    queryKey: ['dead-letters', 'group', fingerprint],
    queryFn: ({ signal }) =>
      request<DeadLetterGroupDetail>(`/api/dead-letters/groups/${encodeURIComponent(fingerprint)}`, { signal }),
  });
