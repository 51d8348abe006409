import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { callsQuery, newestCallsQuery } from './calls-query.ts';
import type { CallsSearch } from './calls-search.ts';
import { mergePages } from './merge-pages.ts';

/** The calls of the table, with what is new on top. If more is new than a page holds, all is read again. */
export function useCalls(search: CallsSearch) {
  const { selected: _selected, ...filters } = search;
  const client = useQueryClient();
  const list = useInfiniteQuery(callsQuery(filters));
  const first = list.data?.pages[0];
  const newest = useQuery({
    ...newestCallsQuery(filters),
    enabled: first !== undefined,
    ...(first && { initialData: first, initialDataUpdatedAt: list.dataUpdatedAt }),
  });
  const pages = useMemo(() => list.data?.pages.flatMap(({ data }) => data) ?? [], [list.data]);
  const merged = useMemo(() => mergePages(newest.data?.data ?? [], pages, ({ id }) => id), [newest.data, pages]);
  const isApart = merged === undefined;
  useEffect(() => {
    if (isApart) void client.invalidateQueries({ queryKey: ['calls', 'list'] });
  }, [isApart, client]);
  return { list, rows: merged ?? pages, error: list.error ?? newest.error };
}
