import { onlyCompleted, type Subscription } from '../calls/leg.ts';
import type { RecordingSubscription } from '../recordings/live-recording.ts';
import { type Party, partyAt } from '../truth/party.ts';
import type { Target, TwimlSource } from '../twiml/twiml-source.ts';

/** A call that somebody wants placed. */
export interface CallRequest {
  to: Party;
  from: Party;
  /** Where the first document is, or the document itself. */
  source: TwimlSource;
  fallback: Target;
  subscription: Subscription | undefined;
  ringSeconds: number;
  limitSeconds: number;
  /** The whole call is recorded. */
  recording: { channels: 1 | 2; callback: RecordingSubscription } | undefined;
  detectsMachine: boolean;
}

/** Somebody who calls a number of the account, and stays on the line. */
export interface IncomingCall {
  from: string;
  to: string;
  /** Of the call, from its answer until the caller hangs up. */
  staySeconds: number;
  speed: number | undefined;
  /** What answers instead of the voice URL. */
  source: TwimlSource | undefined;
}

/** Seconds. */
export const longestStay = 86_400;

/** The number is set up as an account's owner would: what answers, and who hears of its end. */
export function incomingCallRequest(call: IncomingCall, configuredUrl: (path: string) => string): CallRequest {
  return {
    from: partyAt(call.from),
    to: partyAt(call.to),
    source: call.source ?? { url: configuredUrl('/webhooks/twilio/voice-inbound'), method: 'POST' },
    fallback: { url: undefined },
    subscription: { url: configuredUrl('/webhooks/twilio/voice-status'), method: 'POST', events: onlyCompleted },
    ringSeconds: 60,
    limitSeconds: longestStay,
    recording: undefined,
    detectsMachine: false,
  };
}
