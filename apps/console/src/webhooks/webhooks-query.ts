import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { webhookDeliveriesPage, webhookEndpointsPage } from '@trunkline/api-contract/webhooks';
import type { output } from 'zod';
import { request, withQuery } from '../http/request.ts';
import type { Tone } from '../parts/tone.ts';

type EndpointsPage = output<typeof webhookEndpointsPage>;
type DeliveriesPage = output<typeof webhookDeliveriesPage>;
export type Endpoint = EndpointsPage['data'][number];
export type Delivery = DeliveriesPage['data'][number];
export type DeliveryState = Delivery['state'];

type Shown = { words: string; tone: Tone };

export const DELIVERY_STATE_WORDS: Readonly<Record<DeliveryState, Shown>> = {
  queued: { words: 'Queued', tone: 'ring' },
  sending: { words: 'Sending', tone: 'ring' },
  delivered: { words: 'Delivered', tone: 'live' },
  failed: { words: 'Failed', tone: 'bad' },
  missed: { words: 'Missed', tone: 'warn' },
};
export const DELIVERY_STATES = Object.keys(DELIVERY_STATE_WORDS) as DeliveryState[];

export const ENDPOINT_STATE_WORDS: Readonly<Record<Endpoint['state'], Shown>> = {
  active: { words: 'Active', tone: 'live' },
  disabled: { words: 'Disabled', tone: 'bad' },
  off: { words: 'Switched off', tone: 'idle' },
};

/** Receivers of events. */
export const endpointsQuery = queryOptions({
  queryKey: ['webhooks', 'endpoints'],
  queryFn: ({ signal }) => request<EndpointsPage>('/api/webhook-endpoints?limit=200', { signal }),
  refetchInterval: 15_000,
});

type DeliveriesFilter = { endpoint?: string | undefined; state?: DeliveryState | undefined };

/** Read again this often while a message is on its way: the stream tells of endpoints only. */
const ON_ITS_WAY_MS = 2000;
const QUIET_MS = 15_000;

const isOnItsWay = ({ state }: Delivery): boolean => state === 'queued' || state === 'sending';

/** Messages to endpoints, the latest first, page by page. */
export const deliveriesQuery = ({ endpoint, state }: DeliveriesFilter) =>
  infiniteQueryOptions({
    queryKey: ['webhooks', 'deliveries', endpoint ?? null, state ?? null],
    queryFn: ({ pageParam, signal }) => {
      const query = { endpoint_id: endpoint, state, limit: 50, cursor: pageParam };
      return request<DeliveriesPage>(withQuery('/api/webhook-deliveries', query), { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ page }) => page.next_cursor,
    refetchInterval: ({ state: { data } }) => (data?.pages[0]?.data.some(isOnItsWay) ? ON_ITS_WAY_MS : QUIET_MS),
  });
