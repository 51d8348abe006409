import { eventsQuery, eventStats, streamEvent } from '@trunkline/api-contract/stream';
import type { Response } from 'express';
import type { Credential } from '../identity/credential.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { openFilter } from './event-filter.ts';
import type { EventHub } from './event-hub.ts';
import { readLastEventId } from './last-event-id.ts';
import { openListener } from './listener.ts';
import { streamTotals } from './stream-counts.ts';

/** A person has some windows open, and a program a few connections. */
const STREAMS_PER_ACTOR = 20;

/** `/events/calls`, what happens as it happens, and how that does. */
export const eventRoutes = (hub: EventHub): Route[] => [
  route(
    {
      method: 'get',
      path: '/events/calls',
      permission: 'events.read',
      tag: 'Events',
      summary: 'What happens, as Server-Sent Events; resumed by Last-Event-ID',
      query: eventsQuery,
      answerType: 'text/event-stream',
      answers: { 200: streamEvent },
    },
    async ({ request, response, actor, query }) => {
      if (request.method === 'HEAD') return { text: '', type: 'text/event-stream' }; // it would follow nothing, for ever
      if (!(await hub.isFollowing()))
        throw new Problem('database_unavailable', 'The stream is not up. Try again in a moment.');
      if (hub.listenersOf(actor) >= STREAMS_PER_ACTOR)
        throw new Problem('rate_limited', `One account may have ${STREAMS_PER_ACTOR} streams open.`);
      const { call, events, last_event_id: inAddress } = query;
      const filter = openFilter({ ...(call !== undefined && { call }), ...(events && { events }) });
      const credential = credentialOf(response);
      const listener = await openListener({ request, response, actor, credential, filter });
      if (hub.listenersOf(actor) >= STREAMS_PER_ACTOR) listener.cut(); // many were opened at once
      if (!listener.isOpen()) return undefined;
      response.once('close', () => hub.leave(listener));
      await hub.admit(listener, readLastEventId(request.headers, inAddress));
      return undefined;
    },
  ),
  route(
    {
      method: 'get',
      path: '/events/stats',
      permission: 'events.measure',
      tag: 'Events',
      summary: 'Who follows the stream of this process, and how far behind it is',
      answers: { 200: eventStats },
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

/** `authenticate` left it with the actor. */
const credentialOf = (response: Response): Credential => (response.locals as { credential: Credential }).credential;
