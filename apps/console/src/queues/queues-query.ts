import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { changedQueue, queuesPage } from '@trunkline/api-contract/queues';
import type { StreamPayload } from '@trunkline/api-contract/stream';
import type { output } from 'zod';
import { request } from '../http/request.ts';

type QueuesPage = output<typeof queuesPage>;
export type Queue = QueuesPage['data'][number];
export type ChangedQueue = output<typeof changedQueue>;

const KEY = ['queues'];

/** All queues. Their numbers come by the stream each second; reasons and ages with this answer. */
export const queuesQuery = queryOptions({
  queryKey: KEY,
  queryFn: ({ signal }) => request<QueuesPage>('/api/queues?limit=200', { signal }),
  refetchInterval: 15_000,
});

/** The numbers of all queues as the stream sends them. A pause is read again, as its reason is not in them. */
export function patchQueues(client: QueryClient, { queues }: Pick<StreamPayload<'queue.stats'>, 'queues'>): void {
  const known = client.getQueryData<QueuesPage>(KEY);
  if (!known) return;
  const data = known.data.map((row) =>
    withStats(
      row,
      queues.find(({ name }) => name === row.name),
    ),
  );
  client.setQueryData<QueuesPage>(KEY, { ...known, data });
  if (data.some(({ paused }, n) => paused !== known.data[n]!.paused))
    void client.invalidateQueries({ queryKey: KEY }, { cancelRefetch: false });
}

function withStats(row: Queue, stats: StreamPayload<'queue.stats'>['queues'][number] | undefined): Queue {
  if (!stats) return row;
  const { waiting, active, delayed, failed, paused } = stats;
  const held = paused ? waiting : 0;
  return { ...row, waiting, active, delayed, failed, paused, held, available: waiting !== null };
}
