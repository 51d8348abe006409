import type { operationsPage } from '@trunkline/api-contract/operations';
import type { StreamPayload } from '@trunkline/api-contract/stream';
import { infiniteQueryOptions, type InfiniteData, type QueryClient } from '@tanstack/react-query';
import type { output } from 'zod';
import { request, withQuery } from '../http/request.ts';
import type { Operation, OperationKind, OperationState } from './operation.ts';

type OperationsPage = output<typeof operationsPage>;
type Pages = InfiniteData<OperationsPage>;
type Filters = { kind?: OperationKind | undefined; state?: OperationState | undefined };

const LIST = ['operations', 'list'] as const;
const PAGE = 20;

/** Operations, the latest first, page by page. */
export const operationsQuery = ({ kind, state }: Filters = {}) =>
  infiniteQueryOptions({
    queryKey: [...LIST, { kind: kind ?? null, state: state ?? null }],
    queryFn: ({ pageParam, signal }) =>
      request<OperationsPage>(withQuery('/api/operations', { kind, state, limit: PAGE, cursor: pageParam }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ page }) => page.next_cursor ?? undefined,
  });

export const operationsOf = (data: Pages | undefined): Operation[] => data?.pages.flatMap((page) => page.data) ?? [];

/** Puts an operation that was just created or changed into the lists that show it. */
export function rememberOperation(client: QueryClient, changed: Operation): void {
  patchLists(client, (row) => (row.id === changed.id ? changed : row));
  void client.invalidateQueries({ queryKey: LIST });
}

/** Writes a step of an operation into the lists that show it. */
export function patchOperation(client: QueryClient, change: StreamPayload<'operation.progress'>): void {
  const { timestamp: _timestamp, operation_id: id, ...progress } = change;
  patchLists(client, (row) => (row.id === id ? { ...row, ...progress } : row));
}

function patchLists(client: QueryClient, patch: (row: Operation) => Operation): void {
  client.setQueriesData<Pages>(
    { queryKey: LIST },
    (known) => known && { ...known, pages: known.pages.map((page) => ({ ...page, data: page.data.map(patch) })) },
  );
}
