import type { searchAnswer } from '@trunkline/api-contract/search';
import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { request, withQuery } from '../http/request.ts';

/** What `GET /api/search` found, by kind. */
type SearchAnswer = z.infer<typeof searchAnswer>;
export type Hit = SearchAnswer['groups'][number]['hits'][number];

/** The API refuses less. */
export const SEARCHED_FROM = 3;

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => request<SearchAnswer>(withQuery('/api/search', { q }), { signal }),
    enabled: q.length >= SEARCHED_FROM,
    retry: false,
  });
