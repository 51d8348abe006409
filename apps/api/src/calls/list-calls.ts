import { callLogsPage, callLogsQuery, callsPage, callsQuery } from '@trunkline/api-contract/calls';
import { listCallLogs, listCalls, type CallListRow } from '@trunkline/db/calls';
import { POSITION } from '@trunkline/db/connection';
import { displayParty } from '@trunkline/telephony/numbers';
import { answerPage } from '../http/page.ts';
import { route, type Route } from '../http/route.ts';

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
        'Lists calls and their legs, the latest start first. Clients see the calls of their own orders, readers those of their assigned orders. Fields for the staff are absent for other roles.',
      query: callsQuery,
      answers: { 200: callsPage },
    },
    async (context) => {
      const { query } = context;
      const filter = {
        statuses: query.status,
        directions: query.direction,
        number: query.number,
        orderId: query.order_id,
        isLive: query.live,
        startedAfter: query.started_after,
        startedBefore: query.started_before,
      };
      return answerPage(context, (tx, at) => listCalls(tx, filter, at), {
        cursor: POSITION,
        cursorOf: ({ position }) => position,
        item: presentCall,
      });
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

const presentCall = ({ position: _position, ...call }: CallListRow): object => ({
  ...call,
  caller: displayParty(call.from_number),
});
