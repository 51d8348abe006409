import { call, callQuery } from '@trunkline/api-contract/calls';
import { callParam } from '@trunkline/api-contract/http';
import { findCall, listCallEvents, listCallLegs } from '@trunkline/db/calls';
import type { Scoped } from '@trunkline/db/connection';
import { readCallAsOf } from '@trunkline/db/explain';
import { lifecycleOf, type CallStatus, type OwnedNumbers } from '@trunkline/telephony/calls';
import { callKey, unknownCall, type CallKey } from '../http/ids.ts';
import { forbidden, Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';
import { displayParties } from './present-listed-call.ts';
import { presentCallControl } from '../live-control/present-call-control.ts';

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
      const asOf = query.as_of && query.as_of < new Date() ? query.as_of : undefined;
      const mayReadLog = may('call-log.read');
      if (asOf && !mayReadLog) throw forbidden();
      const json = await read(async (tx) => {
        const found = await findCall(tx, key);
        if (!found) throw unknownCall();
        if (asOf) return readAsOf(tx, found, asOf, ownedNumbers);
        const sid = found.call_sid; // null while it is only scheduled: no legs and no events yet
        const legs = sid === null ? [] : await listCallLegs(tx, sid);
        const events = sid === null || !mayReadLog ? [] : await listCallEvents(tx, sid);
        const control = await presentCallControl(tx, found.id);
        return {
          ...found,
          ...displayParties(found),
          ...(mayReadLog && { events: events.map(present) }),
          legs: legs.map(present),
          control,
        };
      });
      return { json: inWordsOf(key, json) };
    },
  ),
];

/**
 * Calls and emergency addresses calls by our id and says `in_progress`; a Twilio SID is answered in Twilio's words. Legs
 * are Twilio's in both cases.
 */
function inWordsOf(key: CallKey, found: { status?: unknown }): object {
  const lifecycle = lifecycleOf(found.status as CallStatus);
  return { ...found, ...('id' in key && { status: lifecycle }), lifecycle };
}

async function readAsOf(
  tx: Scoped,
  { id, call_sid: callSid }: { id: string; call_sid: string | null },
  asOf: Date,
  ownedNumbers: OwnedNumbers,
): Promise<object> {
  const known = callSid === null ? { firstKnownAt: null } : await readCallAsOf(tx, callSid, asOf, ownedNumbers);
  if ('firstKnownAt' in known) throw notYetKnown(asOf, known.firstKnownAt);
  return {
    id,
    ...present(known.call),
    ...displayParties({ from_number: known.call.fromNumber, to_number: known.call.toNumber }),
    as_of: asOf,
    events: known.events.map(present),
    legs: known.legs.map((leg) => present(legOf(leg))),
  };
}

const legOf = ({ callSid, parentCallSid, status, direction, durationSec }: Record<LegField, unknown>) => ({
  callSid,
  parentCallSid,
  status,
  direction,
  durationSec,
});
type LegField = 'callSid' | 'parentCallSid' | 'status' | 'direction' | 'durationSec';

function notYetKnown(asOf: Date, first: Date | null): Problem {
  const then = first ? `Its first fact is of ${first.toISOString()}.` : 'To this day no fact about it is known.';
  return new Problem('not_found', `Nothing was known of this call at ${asOf.toISOString()}. ${then}`);
}
