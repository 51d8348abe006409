import { queryOptions } from '@tanstack/react-query';
import type { sessionList } from '@trunkline/api-contract/identity';
import type { output } from 'zod';
import { request } from '../http/request.ts';

export type SessionList = output<typeof sessionList>;
export type Session = SessionList['data'][number];

export const sessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => request<SessionList>('/api/me/sessions', { signal }),
});
