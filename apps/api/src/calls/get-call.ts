import { call, callQuery } from '@trunkline/api-contract/calls';
import { callParam } from '@trunkline/api-contract/http';
import type { OwnedNumbers } from '@trunkline/telephony/calls';
import { callKey, unknownCall } from '../http/ids.ts';
import { forbidden } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { past, readCall } from './read-call.ts';

export const callRoutes = (ownedNumbers: OwnedNumbers): Route[] => [
  route(
    {
      operationId: 'getCall',
      method: 'get',
      path: '/api/calls/:sid',
      permission: 'calls.read',
      tag: 'Calls',
      summary: 'Get a call',
      description:
        'Returns a call with its legs and the state of live control; for the staff also with its log. With as_of it returns the call as it was known at that time. By our id its status is that of calls and emergency (in_progress), by Twilio SID that of Twilio (in-progress); lifecycle is that of calls and emergency in both cases.',
      params: { sid: callParam },
      query: callQuery,
      answers: { 200: call },
    },
    async ({ read, params, query, may }) => {
      const key = callKey(params.sid);
      const asOf = past(query.as_of);
      const hasLog = may('call-log.read');
      if (asOf && !hasLog) throw forbidden();
      const found = await read((tx) => readCall(tx, key, { asOf, hasLog, ownedNumbers }));
      if (!found) throw unknownCall();
      return { json: found.json };
    },
  ),
];
