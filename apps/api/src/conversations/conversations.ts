import type { Role } from '@trunkline/access';
import {
  conversation,
  conversationsPage,
  conversationsQuery,
  messagesPage,
  messagesQuery,
} from '@trunkline/api-contract/conversations';
import { rowIdParam } from '@trunkline/api-contract/http';
import { POSITION, type Scoped } from '@trunkline/db/connection';
import { countConversations, findConversation, listConversations, listMessages } from '@trunkline/db/conversations';
import type { Search } from '@trunkline/telephony/search';
import { isRowId } from '../http/ids.ts';
import { lastOf, pageOf, readCursor } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route, type RouteSpec } from '../http/route.ts';
import { openConversationTotals } from './conversation-totals.ts';
import { presentConversation, presentMessage } from './present-message.ts';

const about = { tag: 'Conversations', method: 'get', permission: 'conversations.read' } as const;
const ofId = { id: rowIdParam('conversation') };

/** The call inbox: a conversation for each external number, and a message for each call with it. */
export const conversationRoutes = (): Route[] => [
  listRoute({
    operationId: 'listConversations',
    path: '/api/conversations',
    summary: 'List conversations',
    description:
      'Lists conversations, the latest call first, in the form of the call inbox: by page number, or by cursor without page. Clients and readers see those of calls of their own orders.',
    count: openConversationTotals(),
  }),
  listRoute({
    operationId: 'listActiveConversations',
    path: '/api/conversations/active',
    summary: 'List conversations with a live call',
    description: 'Lists conversations with a live call, each with this call as its last message.',
    count: (tx, _role, search) => countConversations(tx, true, search),
    isLive: true,
  }),
  route(
    {
      ...about,
      operationId: 'getConversation',
      path: '/api/conversations/:id',
      summary: 'Get a conversation',
      description: 'Returns a conversation with its last message.',
      params: ofId,
      answers: { 200: conversation },
    },
    async ({ read, params: { id } }) => {
      const found = isRowId(id) ? await read((tx) => findConversation(tx, id)) : undefined;
      if (!found) throw unknownConversation();
      return { json: presentConversation(found) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'listMessages',
      path: '/api/conversations/:id/messages',
      summary: 'List the calls of a conversation',
      description:
        'Lists the calls of a conversation, the latest first, in the form of the call inbox. The legs of a bridged call are merged into it: its duration becomes total_duration, the duration of the leg talk_time.',
      params: ofId,
      query: messagesQuery,
      answers: { 200: messagesPage },
    },
    async ({ read, params: { id }, query: { limit }, request, response }) => {
      if (!isRowId(id)) throw unknownConversation();
      const after = readCursor(request, POSITION)?.after;
      const found = await read((tx) => listMessages(tx, id, { after, limit }));
      if (!found) throw unknownConversation();
      const last = lastOf(found, ({ position }) => position);
      const { next_cursor } = pageOf(request, response, limit, last);
      return { json: { messages: found.rows.map(presentMessage), next_cursor } };
    },
  ),
];

type List = Pick<RouteSpec, 'operationId' | 'path' | 'summary' | 'description'> & {
  count: (tx: Scoped, role: Role, search: Search | undefined) => Promise<number>;
  isLive?: boolean;
};

function listRoute({ count, isLive = false, ...spec }: List): Route {
  return route(
    { ...about, ...spec, query: conversationsQuery, answers: { 200: conversationsPage } },
    async ({ read, actor, query: { page, limit, q: search }, request, response }) => {
      const after = readCursor(request, POSITION)?.after;
      const offset = ((page ?? 1) - 1) * limit;
      const { total, ...found } = await read(async (tx) => ({
        ...(await listConversations(tx, { after, offset, limit, isLive, search })),
        total: await count(tx, actor.role, search),
      }));
      const cursor = page === undefined && { next_cursor: pageOf(request, response, limit, lastOf(found)).next_cursor };
      return { json: { conversations: found.rows.map(presentConversation), total, page: page ?? 1, limit, ...cursor } };
    },
  );
}

const unknownConversation = (): Problem => new Problem('not_found', 'No conversation with this id is known.');
