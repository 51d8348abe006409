import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { laterPage, mergePages } from '../../lists/merge-pages.ts';
import type { CallbacksSearch } from '../inbox-search.ts';
import { callbacksQuery, newestCallbacksQuery } from './callbacks-query.ts';

/**
 * The callbacks of the list, with what is new on top. Under load more is new within a second than a page holds: then the
 * newest page is shown alone, and the older ones are read again when they are wanted.
 */
export function useCallbacks({ selected: _selected, ...filters }: CallbacksSearch) {
  const list = useInfiniteQuery(callbacksQuery(filters));
  const first = list.data?.pages[0];
  const newest = useQuery({
    ...newestCallbacksQuery(filters),
    enabled: first !== undefined,
    ...(first && { initialData: first, initialDataUpdatedAt: list.dataUpdatedAt }),
  });
  const top = laterPage(newest.data, first);
  const pages = list.data?.pages;
  const merged = useMemo(() => mergePages(top, pages ?? [], ({ id }) => id), [top, pages]);
  return {
    list,
    /** Window, counts and search of the newest answer. */
    top,
    rows: merged ?? top?.data ?? [],
    /** Callbacks between the newest and those that were read before are not read. */
    isApart: merged === undefined,
    error: list.error ?? newest.error,
  };
}
