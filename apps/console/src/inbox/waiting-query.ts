import type { inboxCounts } from '@trunkline/api-contract/inbox';
import { queryOptions } from '@tanstack/react-query';
import type { output } from 'zod';
import { request, withQuery } from '../http/request.ts';
import { beginOf } from './inbox-search.ts';

/** How many callbacks wait for a person, of everything that is stored. */
export const waitingQuery = queryOptions({
  queryKey: ['inbox-counts'],
  queryFn: ({ signal }) =>
    request<output<typeof inboxCounts>>(
      withQuery('/api/inbox/counts', { state: 'dead_letter,quarantined', received_after: beginOf({ window: 'all' }) }),
      { signal },
    ),
});
