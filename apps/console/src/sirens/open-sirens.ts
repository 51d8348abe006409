import { queryOptions, type QueryClient } from '@tanstack/react-query';
import type { sirensPage } from '@trunkline/api-contract/live-control';
import type { StreamPayload } from '@trunkline/api-contract/stream';
import type { output } from 'zod';
import { request } from '../http/request.ts';

export type SirensPage = output<typeof sirensPage>;
export type Siren = SirensPage['data'][number];

const OPEN = ['sirens', 'open'];

/** Sirens that need a person, those without one first and of these the oldest. The stream says when to read them again. */
export const openSirensQuery = queryOptions({
  queryKey: OPEN,
  queryFn: ({ signal }) => request<SirensPage>('/api/sirens?status=open&limit=50', { signal }),
  select: ({ data }) => data.toSorted((a, b) => rank(b) - rank(a) || a.raised_at.localeCompare(b.raised_at)),
});

const rank = ({ status }: Siren): number => Number(status === 'active');

/** Writes changes of calls into their open sirens. */
export function patchCallsOfSirens(client: QueryClient, changes: readonly StreamPayload<'call.updated'>[]): void {
  const latest = new Map(changes.map((change) => [change.callId, change]));
  client.setQueryData<SirensPage>(OPEN, (known) => {
    if (!known?.data.some(({ call_id }) => latest.has(call_id))) return known;
    const data = known.data.map((siren) => {
      const change = latest.get(siren.call_id);
      if (!change || !siren.call) return siren;
      return { ...siren, call: { ...siren.call, status: change.status, recording_status: change.recordingStatus } };
    });
    return { ...known, data };
  });
}
