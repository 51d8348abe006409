import { streamEvent, streamQuery, streamStats } from '@trunkline/api-contract/stream';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import type { EventHub } from './event-hub.ts';
import { openFilter } from './frame.ts';
import { readLastEventId } from './join-group.ts';
import { openListener } from './listener.ts';
import { streamTotals } from './stream-metrics.ts';

/** Enough for several windows of a person, or several connections of a program. */
const STREAMS_PER_ACTOR = 20;

export const eventRoutes = (hub: EventHub): Route[] => [
  route(
    {
      operationId: 'followEvents',
      method: 'get',
      path: '/events/calls',
      permission: 'events.read',
      tag: 'Events',
      summary: 'Follow the event stream',
      description:
        'Sends events as Server-Sent Events. A client that reconnects with Last-Event-ID receives what it missed in the last 24 hours, without gaps or repetitions; if that is not possible, it receives stream.reset and must reload. A keepalive is sent every 15 seconds. One actor can have 20 streams (429).',
      query: streamQuery,
      accepts: ['Last-Event-ID'],
      answerType: 'text/event-stream',
      answers: { 200: streamEvent },
    },
    async ({ request, response, principal, actor, query }) => {
      if (request.method === 'HEAD') return { text: '', type: 'text/event-stream' }; // a stream would never end
      if (!(await hub.isFollowing()))
        throw new Problem('database_unavailable', 'The event stream is not running. Retry in a moment.');
      if (hub.listenersOf(actor) >= STREAMS_PER_ACTOR)
        throw new Problem('rate_limited', `An account can have ${STREAMS_PER_ACTOR} open streams. Close one first.`);
      const { call, events, last_event_id: lastEventId } = query;
      const filter = openFilter({ ...(call !== undefined && { call }), ...(events && { events }) });
      const listener = await openListener({ request, response, principal, filter });
      if (hub.listenersOf(actor) >= STREAMS_PER_ACTOR) listener.cut(); // others were opened meanwhile
      if (!listener.isOpen()) return undefined;
      response.once('close', () => hub.leave(listener));
      await hub.join(listener, readLastEventId(request.headers, lastEventId));
      return undefined;
    },
  ),
  route(
    {
      operationId: 'getStreamStats',
      method: 'get',
      path: '/events/stats',
      permission: 'events.measure',
      tag: 'Events',
      summary: 'Get the state of the event stream',
      description: 'Returns the number of clients of this process, and how far its stream is behind.',
      answers: { 200: streamStats },
    },
    async () => {
      const { clients, groups, lastSeq, lagSeconds } = hub.stats();
      const connected = Object.values(clients).reduce((sum, count) => sum + count, 0);
      const { sent, resets } = streamTotals();
      return {
        json: {
          connected_clients: connected,
          clients_by_role: clients,
          groups,
          sent,
          resets,
          last_seq: lastSeq,
          lag_seconds: Number(lagSeconds.toFixed(3)),
        },
      };
    },
  ),
];
