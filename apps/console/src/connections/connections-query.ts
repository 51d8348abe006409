import type { connection, connectionsPage } from '@trunkline/api-contract/connections';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { output } from 'zod';
import { request } from '../http/request.ts';
import { useSettled } from '../http/use-settled.ts';

export type Connection = output<typeof connection>;
export type ConnectionRequest = Pick<Connection, 'action' | 'target'> & { dry_run: boolean };

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => request<output<typeof connectionsPage>>('/api/connections?limit=10', { signal }),
});

/** Asks for a connect or disconnect, and follows it until worker-reconcile has asked Twilio. */
export function useConnection() {
  const client = useQueryClient();
  const ask = useMutation({
    mutationFn: (body: ConnectionRequest) => request<Connection>('/api/connections', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: connectionsQuery.queryKey }),
  });
  const result = useSettled(ask.data, `/api/connections/${ask.data?.id}`);
  return { ask, result, isPending: ask.isPending || result?.is_settled === false };
}
