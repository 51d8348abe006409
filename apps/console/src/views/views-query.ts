import type { view, viewsPage } from '@trunkline/api-contract/views';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { output } from 'zod';
import { request, withQuery } from '../http/request.ts';

export type View = output<typeof view>;

/** The views of a screen that this person sees: own ones, and of the staff those that are shared. */
export const viewsQuery = (screen: string) =>
  queryOptions({
    queryKey: ['views', screen],
    queryFn: async ({ signal }) => {
      const query = { screen, limit: 100 };
      return (await request<output<typeof viewsPage>>(withQuery('/api/views', query), { signal })).data;
    },
  });

/** Changes the views, and reads them again. */
export function useViewChange<T>(change: (given: T) => Promise<unknown>, onSuccess?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    ...(onSuccess && { onSuccess }),
    onSettled: () => client.invalidateQueries({ queryKey: ['views'] }),
  });
}
