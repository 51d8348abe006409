import { callLogsPage, callLogsQuery } from '@trunkline/api-contract/calls';
import { listCallLogs } from '@trunkline/db/calls';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { route, type Route } from '../http/route.ts';

/** `GET /api/call-logs`: every status callback with its payload, as the status-callback router kept them. */
export const callLogRoutes = (): Route[] => [
  route(
    {
      method: 'get',
      path: '/api/call-logs',
      permission: 'call-log.read',
      tag: 'Calls',
      summary: 'Status callbacks with their payloads, the latest first',
      query: callLogsQuery,
      answers: { 200: callLogsPage },
    },
    async ({ read, query, request, response }) => {
      const { candidate_id: candidateId, call_sid: callSid, limit } = query;
      const after = readCursor(request)?.after;
      const { rows, hasMore } = await read((tx) => listCallLogs(tx, { candidateId, callSid }, { after, limit }));
      const last = hasMore ? { after: rows.at(-1)!.id, from: null } : null;
      return { json: { data: rows.map(present), page: pageOf(request, response, limit, last) } };
    },
  ),
];
