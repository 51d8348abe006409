import { detectDirection, type OwnedNumbers } from '@trunkline/telephony/calls';
import { externalNumber } from '@trunkline/telephony/numbers';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { withOverrides } from '../callback-url.ts';

export type RoutingConfig = {
  /** Where incoming calls ring: `sip:{sipUser}@{sipDomain}`. */
  sipUser: string;
  sipDomain: string;
  ownedNumbers: OwnedNumbers;
};

const ACTION = { action: withOverrides('/webhooks/twilio/dial-action'), method: 'POST', timeout: 60 };
const STATUS = {
  statusCallback: withOverrides('/webhooks/twilio/voice-status'),
  statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  statusCallbackMethod: 'POST',
};

/**
 * Connects a new call: from a SIP phone to the dialled number, any other to the SIP user. Needs its parameters only, so
 * that it is also the answer while Postgres is unavailable.
 */
export function routingTwiml(from: string | null, to: string | null, config: RoutingConfig): string {
  const response = new VoiceResponse();
  const direction = detectDirection(from, to, config.ownedNumbers);
  const dialled = /^(?:sips?|client):/i.test(from ?? '') ? externalNumber(to) : null;
  if (direction === 'outbound' && dialled) {
    const [callerId] = config.ownedNumbers;
    response.dial({ ...ACTION, ...(callerId && { callerId }) }).number(STATUS as never, dialled);
  } else if (direction === 'internal' && to?.startsWith('sip:')) {
    response.dial(ACTION).sip(STATUS as never, to);
  } else {
    response.dial(ACTION).sip(STATUS as never, `sip:${config.sipUser}@${config.sipDomain}`);
  }
  return response.toString();
}

/** Greets a candidate whom we called, and connects the call with the SIP user. */
export function candidateTwiml({ sipUser, sipDomain }: Pick<RoutingConfig, 'sipUser' | 'sipDomain'>): string {
  const response = new VoiceResponse();
  response.say('Hello. We are calling about your application. Please stay on the line, you are being connected.');
  response.dial(ACTION).sip(STATUS as never, `sip:${sipUser}@${sipDomain}`);
  return response.toString();
}

/** An empty document: the call continues with its next verb, or ends. */
export const emptyTwiml = (): string => new VoiceResponse().toString();

/** The last resort: an apology instead of silence. */
export function apologyTwiml(): string {
  const response = new VoiceResponse();
  response.say('We are sorry, your call cannot be connected at the moment. Please call again in a few minutes.');
  response.hangup();
  return response.toString();
}
