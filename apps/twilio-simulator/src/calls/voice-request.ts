import { sipDomain } from '../account.ts';
import type { Params } from '../delivery/callback.ts';
import type { Random } from '../random.ts';
import { callParameters, type Ends } from './call-parameters.ts';

/** The request that asks for the TwiML of a call that comes in. */
export function voiceRequest(ends: Ends, random: Random): Params {
  const origin = ends.from.place ? telephoneOrigin(random) : sipOrigin(random);
  return { ...callParameters(ends, 'ringing'), ...origin };
}

const verdicts = ['TN-Validation-Passed-A', 'TN-Validation-Passed-B', 'TN-Validation-Failed-C', 'No-TN-Validation', ''];

function telephoneOrigin(random: Random): Params {
  const token = {
    parentCallInfoToken: `${random.hex(24)}.${random.hex(40)}.${random.hex(32)}`,
    identityHeaderTokens: [],
  };
  return {
    ...(random.chance(0.8) && { StirVerstat: random.pick(verdicts) }),
    // The value is percent-encoded once more than a form needs.
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
