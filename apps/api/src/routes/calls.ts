import { findCall, readCallAsOf, type Database } from '@trunkline/db';
import { CALL_SID, type OwnedNumbers } from '@trunkline/telephony';
import { Router } from 'express';
import { z } from 'zod';
import { time } from '../inbox-query.ts';
import { present } from '../present.ts';
import { Problem } from '../problem.ts';
import { readQuery } from '../read-input.ts';

const callQuery = z.strictObject({ as_of: time.optional() });

/** `GET /calls/:sid`: a call with its log and the calls it placed; `?as_of=` gives it as it was known then. */
export function callRoutes(db: Database, ownedNumbers: OwnedNumbers): Router {
  const router = Router();
  router.get('/calls/:sid', async (request, response) => {
    const { as_of: asOf } = readQuery(callQuery, request);
    const key = callKey(request.params.sid);
    const found = key && (await findCall(db, key));
    if (!found) throw unknownCall();
    const { call, events, legs } = found;
    if (!asOf || asOf >= new Date())
      return void response.json({ ...present(call), events: events.map(present), legs: legs.map(present) });
    response.json(await presentAsOf(db, call, asOf, ownedNumbers));
  });
  return router;
}

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

async function presentAsOf(
  db: Database,
  { id, callSid }: { id: bigint; callSid: string | null },
  asOf: Date,
  ownedNumbers: OwnedNumbers,
): Promise<object> {
  const known = callSid === null ? { firstKnownAt: null } : await readCallAsOf(db.pool, callSid, asOf, ownedNumbers);
  if ('firstKnownAt' in known) throw notYetKnown(asOf, known.firstKnownAt);
  return {
    id: `${id}`,
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
