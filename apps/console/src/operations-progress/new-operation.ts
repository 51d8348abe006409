import type { operationToCreate } from '@trunkline/api-contract/operations';
import { queryOptions } from '@tanstack/react-query';
import type { input } from 'zod';
import { request } from '../http/request.ts';
import type { Operation, OperationKind, OperationPreview } from './operation.ts';

/** Which rows an operation is to change: a filter of their list, or all of them if it is empty. */
export type OperationScope = { kind: OperationKind; filter: Readonly<Record<string, string>> };

type ToCreate = input<typeof operationToCreate>;

const scopeOf = ({ kind, filter }: OperationScope): Pick<ToCreate, 'kind' | 'filter' | 'all'> => ({
  kind,
  filter,
  all: Object.keys(filter).length === 0,
});

/** What it would change now: the server counts, and names exactly these rows. */
export const previewQuery = (scope: OperationScope) =>
  queryOptions({
    queryKey: ['operation-preview', scope],
    queryFn: ({ signal }) =>
      request<OperationPreview>('/api/operations', {
        method: 'POST',
        body: { ...scopeOf(scope), dry_run: true },
        signal,
      }),
    staleTime: 0,
    gcTime: 0,
  });

type Settings = { reason: string; rate: number; canary: number; preview: string };

/** Names one request; `crypto.randomUUID` is missing on plain http. */
export const newKey = (): string => `console-${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

/** Creates it. The same settings have the same key, so that a request that is sent twice creates one operation. */
export const createOperation = (
  scope: OperationScope,
  settings: Settings,
  idempotencyKey: string,
): Promise<Operation> =>
  request<Operation>('/api/operations', {
    method: 'POST',
    body: { ...scopeOf(scope), ...settings },
    idempotencyKey,
  });
