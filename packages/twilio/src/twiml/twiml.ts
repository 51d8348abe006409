import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { withOverrides } from '../callback-url.ts';
import type { CallRoute, RoutingConfig } from './route-call.ts';

const ACTION = { action: withOverrides('/webhooks/twilio/dial-action'), method: 'POST', timeout: 60 };
const STATUS = {
  statusCallback: withOverrides('/webhooks/twilio/voice-status'),
  statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  statusCallbackMethod: 'POST',
};

/** The document that connects a new call, or says why it cannot be connected. */
export function routeTwiml(route: CallRoute): string {
  const response = new VoiceResponse();
  switch (route.to) {
    case 'number':
    case 'emergency': {
      const { callerId, number } = route;
      response.dial({ ...ACTION, ...(callerId && { callerId }) }).number(STATUS as never, number);
      break;
    }
    case 'sip':
      response.dial(ACTION).sip(STATUS as never, route.address);
      break;
    case 'no-emergency':
      response.say({ loop: 3 }, noEmergency(route.number));
      response.hangup();
      break;
    case 'not-allowed':
      response.say('This phone may not call that number. Please ask your administrator.');
      response.hangup();
      break;
    case 'no-such-number':
      response.say('The number that you dialled does not exist. Please check it, and dial again.');
      response.hangup();
  }
  return response.toString();
}

/** The digits one by one: nine one one. */
const noEmergency = (number: string): string =>
  `This phone cannot call ${number.split('').join(' ')}. Hang up now, and call from a mobile phone or another line.`;

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
