import { queryOptions } from '@tanstack/react-query';
import type { account } from '@trunkline/api-contract/identity';
import type { output } from 'zod';
import { request } from '../http/request.ts';

export type Account = output<typeof account>;
export type Permission = Account['permissions'][number];
export type Role = Account['role'];

/** Who is logged in, and what they may do. Without a session on this machine it is its operator. */
export const accountQuery = queryOptions({
  queryKey: ['account'],
  queryFn: ({ signal }) => request<Account>('/api/me', { signal }),
  staleTime: 60_000,
});

/** The name to show: the operator of the machine and applications have no profile. */
export const nameOf = ({ name, id }: Account): string => name ?? (id === null ? 'Operator of this machine' : 'Unnamed');
