import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { callsQuery, newestCallsQuery } from './calls-query.ts';
import { DEFAULT_SORT, type CallsSearch } from './calls-search.ts';
import { mergePages } from '../lists/merge-pages.ts';

/**
 * The calls of the table, with what is new on top where the latest are first: another order stands still until it is read
 * again. If more is new than a page holds, all is read again.
 */
export function useCalls(search: CallsSearch) {
  const { selected: _selected, columns: _columns, ...filters } = search;
  const isLive = (filters.sort ?? DEFAULT_SORT) === DEFAULT_SORT;
  const client = useQueryClient();
  const list = useInfiniteQuery(callsQuery(filters));
  const first = list.data?.pages[0];
  const newest = useQuery({
    ...newestCallsQuery(filters),
    enabled: isLive && first !== undefined,
    ...(first && { initialData: first, initialDataUpdatedAt: list.dataUpdatedAt }),
  });
  const pages = list.data?.pages;
  const latest = isLive ? newest.data : undefined;
  const merged = useMemo(() => mergePages(latest, pages ?? [], ({ id }) => id), [latest, pages]);
  const isApart = merged === undefined;
  useEffect(() => {
    if (isApart) void client.invalidateQueries({ queryKey: ['calls', 'list'] });
  }, [isApart, client]);
  return { filters, list, isLive, rows: merged ?? latest?.data ?? [], error: list.error ?? newest.error };
}
