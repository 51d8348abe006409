import type { trace } from '@trunkline/api-contract/calls';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { output } from 'zod';
import { isHidden } from '../../http/request-error.ts';
import { request, withQuery } from '../../http/request.ts';

export type Trace = output<typeof trace>;
export type Mark = Trace['marks'][number];
export type Missing = Trace['missing'][number];
export type LegLane = Trace['lanes']['legs'][number];
export type Question = Trace['lanes']['questions'][number];
export type RecordingLane = Trace['lanes']['recordings'][number];

/**
 * Everything about a call, by our id or its SID; as it was known at `asOf`. Null where it is unknown or may not be seen: an
 * answer, so that the page stays as it is while it is read again.
 */
export const traceQuery = (key: string, asOf?: string) =>
  queryOptions({
    queryKey: ['call', key, 'trace', asOf ?? null],
    queryFn: ({ signal }) =>
      request<Trace>(withQuery(`/api/calls/${encodeURIComponent(key)}/trace`, { as_of: asOf }), { signal }).catch(
        nullIfHidden,
      ),
    placeholderData: keepPreviousData,
    ...(asOf !== undefined && { staleTime: Infinity }), // the past does not change
  });

function nullIfHidden(error: unknown): null {
  if (isHidden(error)) return null;
  throw error;
}
