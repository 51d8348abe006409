import type { connection, connectionsPage } from '@trunkline/api-contract/connections';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { output } from 'zod';
import { request } from '../http/request.ts';

export type Connection = output<typeof connection>;
export type ConnectionRequest = Pick<Connection, 'action' | 'target'> & { dry_run: boolean };

const POLL_MS = 1000;

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
  const asked = ask.data;
  const followed = useQuery({
    queryKey: ['connections', asked?.id],
    queryFn: ({ signal }) => request<Connection>(`/api/connections/${asked!.id}`, { signal }),
    enabled: asked !== undefined && !asked.is_settled,
    // no event of the stream says so, and the answer comes within seconds
    refetchInterval: ({ state }) => (state.data?.is_settled ? false : POLL_MS),
  });
  const result = followed.data ?? asked;
  return { ask, result, isPending: ask.isPending || result?.is_settled === false };
}
