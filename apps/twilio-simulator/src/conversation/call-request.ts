import { onlyCompleted, type Subscription } from '../calls/leg.ts';
import type { RecordingSubscription } from '../recordings/live-recording.ts';
import { type Party, partyAt } from '../truth/party.ts';
import type { Target, TwimlSource } from '../twiml/twiml-source.ts';

/** A request to place a call. */
export interface CallRequest {
  to: Party;
  from: Party;
  /** The first document, or its URL. */
  source: TwimlSource;
  fallback: Target;
  subscription: Subscription | undefined;
  ringSeconds: number;
  limitSeconds: number;
  /** The recording of the whole call, if requested. */
  recording: { channels: 1 | 2; callback: RecordingSubscription } | undefined;
  detectsMachine: boolean;
}

/** An incoming call on demand, whose caller stays on the line. */
export interface IncomingCall {
  from: string;
  to: string;
  /** Seconds of the call from its answer until the caller hangs up. */
  staySeconds: number;
  speed: number | undefined;
  /** Replaces the configured voice URL. */
  source: TwimlSource | undefined;
}

/** The longest stay of a caller, in seconds. */
export const longestStay = 86_400;

/** The request of an incoming call: the number is configured with a voice URL and a status callback. */
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
