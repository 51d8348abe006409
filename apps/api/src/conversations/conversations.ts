import type { Role } from '@trunkline/access';
import {
  conversation,
  conversationsPage,
  conversationsQuery,
  messagesPage,
  messagesQuery,
} from '@trunkline/api-contract/conversations';
import { POSITION, type Scoped } from '@trunkline/db/connection';
import { countConversations, findConversation, listConversations, listMessages } from '@trunkline/db/conversations';
import { openConversationTotals } from './conversation-totals.ts';
import { pageOf, readCursor } from '../http/page.ts';
import { presentConversation, presentMessage } from './present-message.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { isInboxId } from '../inbox/inbox.ts';

const about = { tag: 'Conversations', method: 'get', permission: 'conversations.read' } as const;

/** The call inbox: one conversation per number outside, and a message for each call with it. */
export const conversationRoutes = (): Route[] => [
  listRoute({
    path: '/api/conversations',
    summary: 'Conversations, the latest first',
    count: openConversationTotals(),
  }),
  listRoute({
    path: '/api/conversations/active',
    summary: 'Conversations with somebody on the line, each with the call that is live',
    count: (tx) => countConversations(tx, true),
    isLive: true,
  }),
  route(
    { ...about, path: '/api/conversations/:id', summary: 'One conversation', answers: { 200: conversation } },
    async ({ read, params }) => {
      const id = readId(params['id']!);
      const found = await read((tx) => findConversation(tx, id));
      if (!found) throw unknownConversation();
      return { json: presentConversation(found) };
    },
  ),
  route(
    {
      ...about,
      path: '/api/conversations/:id/messages',
      summary: 'All calls of a conversation, the latest first; the legs of a bridged call are merged into it',
      query: messagesQuery,
      answers: { 200: messagesPage },
    },
    async ({ read, params, query: { limit }, request, response }) => {
      const id = readId(params['id']!);
      const after = readCursor(request, POSITION)?.after;
      const found = await read((tx) => listMessages(tx, id, { after, limit }));
      if (!found) throw unknownConversation();
      const last = found.hasMore ? { after: found.rows.at(-1)!.position, from: null } : null;
      const { next_cursor } = pageOf(request, response, limit, last);
      return { json: { messages: found.rows.map(presentMessage), next_cursor } };
    },
  ),
];

type List = { path: string; summary: string; count: (tx: Scoped, role: Role) => Promise<number>; isLive?: boolean };

const listRoute = ({ path, summary, count, isLive = false }: List): Route =>
  route(
    { ...about, path, summary, query: conversationsQuery, answers: { 200: conversationsPage } },
    async ({ read, actor, query: { page, limit }, request, response }) => {
      const after = readCursor(request, POSITION)?.after;
      const offset = ((page ?? 1) - 1) * limit;
      const { rows, hasMore, total } = await read(async (tx) => ({
        ...(await listConversations(tx, { after, offset, limit, isLive })),
        total: await count(tx, actor.role),
      }));
      const last = hasMore ? { after: rows.at(-1)!.position, from: null } : null;
      const cursor = page === undefined && { next_cursor: pageOf(request, response, limit, last).next_cursor };
      return { json: { conversations: rows.map(presentConversation), total, page: page ?? 1, limit, ...cursor } };
    },
  );

function readId(text: string): string {
  if (isInboxId(text)) return text;
  throw unknownConversation();
}

const unknownConversation = (): Problem => new Problem('not_found', 'No conversation with this id is known.');
