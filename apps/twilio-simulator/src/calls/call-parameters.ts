import type { Params } from '../delivery/callback.ts';
import type { CallRecord, CallStatus } from '../truth/call-record.ts';
import type { Party } from '../truth/party.ts';

/** A call seen from its payloads: the truth and who is at its two ends. */
export interface Ends {
  record: CallRecord;
  from: Party;
  to: Party;
}

/** The parameters that every request about a call begins with. */
export function callParameters({ record, from, to }: Ends, status: CallStatus): Params {
  const { sid, accountSid, direction, parentCallSid, forwardedFrom, callerName } = record;
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallSid: sid,
    CallStatus: status,
    Direction: direction,
    From: from.address,
    Caller: from.address,
    To: to.address,
    Called: to.address,
    ...(parentCallSid === null ? geography(from, to) : { ParentCallSid: parentCallSid }),
    ...(forwardedFrom !== null && { ForwardedFrom: forwardedFrom, CalledVia: forwardedFrom }),
    ...(callerName !== null && { CallerName: callerName }),
  };
}

/** Eight parameters for each end on the telephone network, none for a SIP end. A dialled leg has no geography at all. */
function geography(from: Party, to: Party): Params {
  return { ...placeOf('From', from), ...placeOf('Caller', from), ...placeOf('To', to), ...placeOf('Called', to) };
}

function placeOf(end: string, { place }: Party): Params {
  if (!place) return {};
  const { city, state, zip, country } = place;
  return { [`${end}City`]: city, [`${end}State`]: state, [`${end}Zip`]: zip, [`${end}Country`]: country };
}
