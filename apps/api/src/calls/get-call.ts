import { call, callQuery } from '@trunkline/api-contract/calls';
import { findCall, listCallEvents, listCallLegs } from '@trunkline/db/calls';
import type { Scoped } from '@trunkline/db/connection';
import { readCallAsOf } from '@trunkline/db/explain';
import { CALL_SID } from '@trunkline/telephony/callbacks';
import type { OwnedNumbers } from '@trunkline/telephony/calls';
import { presentCallControl } from '../live-control/present-call-control.ts';
import { present } from '../http/present.ts';
import { forbidden, Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';

/** `GET /calls/:sid`: a call with the calls it placed, and for the staff its log; `?as_of=` gives it as it was known then. */
export const callRoutes = (ownedNumbers: OwnedNumbers): Route[] => [
  route(
    {
      method: 'get',
      path: '/api/calls/:sid',
      permission: 'calls.read',
      tag: 'Calls',
      summary: 'A call, by its SID or by our id',
      query: callQuery,
      answers: { 200: call },
    },
    async ({ read, params, query, may }) => {
      const key = callKey(params['sid']!);
      if (!key) throw unknownCall();
      const asOf = query.as_of && query.as_of < new Date() ? query.as_of : undefined;
      const mayReadLog = may('call-log.read');
      if (asOf && !mayReadLog) throw forbidden();
      const json = await read(async (tx) => {
        const found = await findCall(tx, key);
        if (!found) throw unknownCall();
        if (asOf) return readAsOf(tx, found, asOf, ownedNumbers);
        const sid = found.call_sid; // null: only scheduled, nothing happened yet
        const legs = sid === null ? [] : await listCallLegs(tx, sid);
        const events = sid === null || !mayReadLog ? [] : await listCallEvents(tx, sid);
        const control = await presentCallControl(tx, found.id);
        return { ...found, ...(mayReadLog && { events: events.map(present) }), legs: legs.map(present), control };
      });
      return { json };
    },
  ),
];

/** A call is asked for by its SID or by our id; undefined for what can be neither. */
export function callKey(text: string): { callSid: string } | { id: bigint } | undefined {
  if (CALL_SID.test(text)) return { callSid: text };
  return /^\d{1,18}$/.test(text) ? { id: BigInt(text) } : undefined;
}

export const unknownCall = (): Problem =>
  new Problem(
    'not_found',
    'No call with this SID or id is known. If Twilio knows it, fetch it: npm run sync -- --since the day of the call.',
  );

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
  const then = first
    ? `The first we heard of it was at ${first.toISOString()}.`
    : 'To this day no fact about it is known.';
  return new Problem('not_found', `Nothing was known of this call at ${asOf.toISOString()}. ${then}`);
}
