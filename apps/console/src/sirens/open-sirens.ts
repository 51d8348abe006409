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

/** Writes a change of a call into its open siren. */
export function patchCallOfSirens(client: QueryClient, change: StreamPayload<'call.updated'>): void {
  client.setQueryData<SirensPage>(OPEN, (known) => {
    if (!known?.data.some(({ call_id }) => call_id === change.callId)) return known;
    const data = known.data.map((siren) =>
      siren.call_id === change.callId && siren.call
        ? { ...siren, call: { ...siren.call, status: change.status, recording_status: change.recordingStatus } }
        : siren,
    );
    return { ...known, data };
  });
}
