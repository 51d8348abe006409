import { queryOptions } from '@tanstack/react-query';
import { request, withQuery } from '../http/request.ts';

/** What `GET /api/search` found, by kind. */
export type Found = { kind: string; id: string; title: string; detail: string | null };
export type SearchAnswer = { groups: { kind: string; items: Found[] }[] };

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: ({ signal }) => request<SearchAnswer>(withQuery('/api/search', { q }), { signal }),
    enabled: q.length >= 2,
    retry: false,
  });
