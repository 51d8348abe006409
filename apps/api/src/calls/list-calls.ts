import {
  callCount,
  callCountQuery,
  callLogsPage,
  callLogsQuery,
  callsPage,
  callsQuery,
} from '@trunkline/api-contract/calls';
import { countCalls, listCallLogs, listCalls } from '@trunkline/db/calls';
import { POSITION } from '@trunkline/db/connection';
import { answerPage, lastOf, pageOf, readCursor } from '../http/page.ts';
import { route, type Route } from '../http/route.ts';
import { toCallFilter, windowOf } from './call-query.ts';
import { presentListedCall } from './present-listed-call.ts';

const about = { method: 'get', tag: 'Calls' } as const;

export const callListRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'listCalls',
      path: '/api/calls',
      permission: 'calls.read',
      summary: 'List calls',
      description:
        'Lists calls and their legs, the latest start first. Clients see the calls of their own orders, readers those of their assigned orders. Fields for the staff are absent for other roles. Filters that no index serves are checked for 20000 calls a page: if few of them match, a page has fewer calls than its limit, or none, and has_more says that the search goes on with next_cursor.',
      query: callsQuery,
      answers: { 200: callsPage },
    },
    async ({ read, query, may, request, response }) => {
      const filter = toCallFilter(query, may);
      const { limit, sort, include } = query;
      const after = readCursor(request, POSITION)?.after;
      const now = new Date();
      const found = await read((tx) =>
        listCalls(tx, filter, { after, limit, ...(sort && { sort }), ...(include && { include }) }),
      );
      return {
        json: {
          data: found.rows.map((row) => presentListedCall(row, now)),
          page: pageOf(request, response, limit, lastOf(found)),
          window: windowOf(query),
        },
      };
    },
  ),
  route(
    {
      ...about,
      operationId: 'countCalls',
      path: '/api/calls/count',
      permission: 'calls.read',
      summary: 'Count calls',
      description:
        'Counts the calls of the same filters as the list, up to 10000. Filters that no index serves are checked for the latest 20000 calls; capped says that there may be more.',
      query: callCountQuery,
      answers: { 200: callCount },
    },
    async ({ read, query, may }) => {
      const filter = toCallFilter(query, may);
      return { json: { ...(await read((tx) => countCalls(tx, filter))), window: windowOf(query) } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'listCallLogs',
      path: '/api/call-logs',
      permission: 'call-log.read',
      summary: 'List status callbacks',
      description:
        'Lists status callbacks with their payloads, the latest first, with the columns of the table call_logs of the status-callback router.',
      query: callLogsQuery,
      answers: { 200: callLogsPage },
    },
    async (context) => {
      const { candidate_id: candidateId, call_sid: callSid } = context.query;
      return answerPage(context, (tx, at) => listCallLogs(tx, { candidateId, callSid }, at));
    },
  ),
];
