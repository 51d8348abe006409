import { findCall, listCallEvents, listCallLegs } from '@trunkline/db/calls';
import type { Scoped } from '@trunkline/db/connection';
import { readCallAsOf } from '@trunkline/db/explain';
import { lifecycleOf, type CallStatus, type OwnedNumbers } from '@trunkline/telephony/calls';
import type { CallKey } from '../http/ids.ts';
import { Problem } from '../http/problem.ts';
import { present } from '../http/route.ts';
import { presentCallControl } from '../live-control/present-call-control.ts';
import { displayParties } from './present-listed-call.ts';

/** `asOf`: as it was known then. `hasLog`: with the log of its facts. */
type Options<AsOf = Date | undefined> = { asOf: AsOf; hasLog: boolean; ownedNumbers: OwnedNumbers };

/** A time in the past; one that is still to come asks for what is known now. */
export const past = (time: Date | undefined): Date | undefined => (time && time < new Date() ? time : undefined);

/** A call as `GET /api/calls/:sid` answers it, with its id; undefined where the actor may see none. */
export async function readCall(
  tx: Scoped,
  key: CallKey,
  { asOf, hasLog, ownedNumbers }: Options,
): Promise<{ id: string; json: object } | undefined> {
  const found = await findCall(tx, key);
  if (!found) return undefined;
  if (asOf) return { id: found.id, json: inWordsOf(key, await readAsOf(tx, found, { asOf, hasLog, ownedNumbers })) };
  const sid = found.call_sid; // null while it is only scheduled: no legs and no events yet
  const legs = sid === null ? [] : await listCallLegs(tx, sid);
  const events = sid === null || !hasLog ? [] : await listCallEvents(tx, sid);
  const control = await presentCallControl(tx, found.id);
  const json: object = {
    ...found,
    ...displayParties(found),
    ...(hasLog && { events: events.map(present) }),
    legs: legs.map(present),
    control,
  };
  return { id: found.id, json: inWordsOf(key, json) };
}

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
  { asOf, hasLog, ownedNumbers }: Options<Date>,
): Promise<object> {
  const known = callSid === null ? { firstKnownAt: null } : await readCallAsOf(tx, callSid, asOf, ownedNumbers);
  if ('firstKnownAt' in known) throw notYetKnown(asOf, known.firstKnownAt);
  return {
    id,
    ...present(known.call),
    ...displayParties({ from_number: known.call.fromNumber, to_number: known.call.toNumber }),
    as_of: asOf,
    ...(hasLog && { events: known.events.map(present) }),
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
