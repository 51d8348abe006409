import type { quarantinePage } from '@trunkline/api-contract/inbox';
import { infiniteQueryOptions } from '@tanstack/react-query';
import type { output } from 'zod';
import { request, withQuery } from '../../http/request.ts';
import { filterOf, type StoppedSearch } from '../inbox-search.ts';

export type QuarantinePage = output<typeof quarantinePage>;
export type ReasonGroup = QuarantinePage['groups'][number];

const PAGE = 50;

/** Callbacks that are not believed, the latest first, and their groups by kind and reason. */
export const quarantinedQuery = (search: StoppedSearch) => {
  const filter = filterOf(search);
  return infiniteQueryOptions({
    queryKey: ['quarantined', filter],
    queryFn: ({ pageParam, signal }) =>
      request<QuarantinePage>(withQuery('/api/quarantined', { ...filter, limit: PAGE, cursor: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
  });
};
