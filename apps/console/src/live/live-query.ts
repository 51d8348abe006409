import { queryOptions } from '@tanstack/react-query';
import type { CallsPage } from '../calls/call.ts';
import { request, withQuery } from '../http/request.ts';
import { nextFloor, type EndedCall } from './recently-ended.ts';

/** The most that one answer holds; a floor with more is filtered. */
export const MOST = 200;

const KEY = ['live-calls'];

/** All calls that have not ended, and which have since the reading before. Filters apply to these rows: counts are of all. */
export const liveCallsQuery = queryOptions({
  queryKey: KEY,
  async queryFn({ client, signal }): Promise<CallsPage & { ended: readonly EndedCall[] }> {
    const page = await request<CallsPage>(withQuery('/api/calls', { live: 'true', limit: MOST }), { signal });
    const before = client.getQueryData<CallsPage & { ended: readonly EndedCall[] }>(KEY);
    const { ended } = nextFloor(before && { live: before.data, ended: before.ended }, page.data, Date.now());
    return { ...page, ended };
  },
});
