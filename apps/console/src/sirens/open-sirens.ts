import { queryOptions } from '@tanstack/react-query';
import type { sirensPage } from '@trunkline/api-contract/live-control';
import type { output } from 'zod';
import { request } from '../http/request.ts';

type SirensPage = output<typeof sirensPage>;
export type Siren = SirensPage['data'][number];

/** Sirens that need a person, those without one first. The stream says when to read them again. */
export const openSirensQuery = queryOptions({
  queryKey: ['sirens', 'open'],
  queryFn: ({ signal }) => request<SirensPage>('/api/sirens?status=open&limit=50', { signal }),
  select: ({ data }) => data.toSorted((a, b) => Number(b.status === 'active') - Number(a.status === 'active')),
});
