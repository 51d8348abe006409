import { callsPage, callsQuery } from '@trunkline/api-contract/calls';
import { listCalls, type CallListRow } from '@trunkline/db/calls';
import { POSITION } from '@trunkline/db/connection';
import { pageOf, readCursor } from '../http/page.ts';
import { route, type Route } from '../http/route.ts';

/** `GET /api/calls`: calls and their legs, those that began last first. */
export const callListRoutes = (): Route[] => [
  route(
    {
      method: 'get',
      path: '/api/calls',
      permission: 'calls.read',
      tag: 'Calls',
      summary: 'Calls and their legs, those that began last first',
      query: callsQuery,
      answers: { 200: callsPage },
    },
    async ({ read, query, request, response }) => {
      const filter = {
        statuses: query.status,
        directions: query.direction,
        number: query.number,
        orderId: query.order_id,
        isLive: query.live,
        startedAfter: query.started_after,
        startedBefore: query.started_before,
      };
      const at = { after: readCursor(request, POSITION)?.after, limit: query.limit };
      const { rows, hasMore } = await read((tx) => listCalls(tx, filter, at));
      const last = hasMore ? { after: rows.at(-1)!.position, from: null } : null;
      return { json: { data: rows.map(withoutPosition), page: pageOf(request, response, query.limit, last) } };
    },
  ),
];

const withoutPosition = ({ position: _position, ...call }: CallListRow): object => call;
