import { sipDomain } from '../account.ts';
import { twilioDate } from '../clock/clock.ts';
import type { Params } from '../delivery/callback.ts';
import type { Random } from '../random.ts';
import { billedMinutes, type CallRecord, type CallStatus, isTerminal } from '../truth/call-record.ts';
import type { Party } from '../truth/party.ts';

/** What payloads are made from: the call's record and its two parties. */
export interface Ends {
  record: CallRecord;
  from: Party;
  to: Party;
}

/** The parameters that every request about a call has. */
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

/** Eight parameters for each party on the telephone network, none for a SIP party. Dialled legs have none. */
function geography(from: Party, to: Party): Params {
  return { ...placeOf('From', from), ...placeOf('Caller', from), ...placeOf('To', to), ...placeOf('Called', to) };
}

function placeOf(end: string, { place }: Party): Params {
  if (!place) return {};
  const { city, state, zip, country } = place;
  return { [`${end}City`]: city, [`${end}State`]: state, [`${end}Zip`]: zip, [`${end}Country`]: country };
}

export type StatusEvent = 'initiated' | 'ringing' | 'answered' | 'completed';

/** The subscribed event that reports a status. `queued` is never reported. */
export function eventOf(status: CallStatus): StatusEvent | undefined {
  if (status === 'queued') return undefined;
  if (status === 'in-progress') return 'answered';
  return isTerminal(status) ? 'completed' : status;
}

/** A call progress callback. `details` are parameters of some calls only, such as `SipResponseCode`. */
export function statusCallback(ends: Ends, status: CallStatus, sequence: number, at: number, details: Params): Params {
  return {
    ...callParameters(ends, status),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequence),
    Timestamp: twilioDate(at),
    ...(isTerminal(status) && durations(ends.record.durationSeconds ?? 0)),
    ...details,
  };
}

/** `CallDuration` in seconds, `Duration` in billed minutes. */
const durations = (seconds: number): Params => ({
  CallDuration: String(seconds),
  Duration: String(billedMinutes(seconds)),
});

/** The request for the TwiML of an incoming call. */
export function voiceRequest(ends: Ends, random: Random): Params {
  const origin = ends.from.place ? telephoneOrigin(random) : sipOrigin(random);
  return { ...callParameters(ends, 'ringing'), ...origin };
}

const stirVerstats = [
  'TN-Validation-Passed-A',
  'TN-Validation-Passed-B',
  'TN-Validation-Failed-C',
  'No-TN-Validation',
  '',
];

function telephoneOrigin(random: Random): Params {
  const token = {
    parentCallInfoToken: `${random.hex(24)}.${random.hex(40)}.${random.hex(32)}`,
    identityHeaderTokens: [],
  };
  return {
    ...(random.chance(0.8) && { StirVerstat: random.pick(stirVerstats) }),
    // Twilio percent-encodes this value twice.
    CallToken: encodeURIComponent(JSON.stringify(token)),
  };
}

function sipOrigin(random: Random): Params {
  return {
    SipDomain: sipDomain,
    SipDomainSid: `SD${random.hex(32)}`,
    SipCallId: `${random.hex(32)}@0.0.0.0`,
    SipSourceIp: `192.0.2.${random.integer(1, 254)}`,
    'SipHeader_X-Route-Id': `desk-${random.integer(1, 12)}`,
  };
}
