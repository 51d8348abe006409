import { onlyCompleted, type Subscription } from '../calls/leg.ts';
import type { CallTargets } from '../configuration/configuration.ts';
import type { RecordingSubscription } from '../recordings/live-recording.ts';
import { type Party, partyAt } from '../truth/party.ts';
import type { CallPlan } from '../calls/call-plan.ts';
import type { Interference } from '../delivery/aimed-faults.ts';
import type { ScenarioName } from '../load/scenario.ts';
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

/** What all calls on demand have. */
interface OnDemand {
  speed: number | undefined;
  /** The same seed gives the same call, with SIDs of its own. Undefined: that of the settings. */
  seed: number | undefined;
  interference: Interference;
}

/** A call of a scenario, on demand. */
export interface ScenarioCall extends OnDemand {
  scenario: ScenarioName;
  plan: CallPlan;
}

/** An incoming call on demand, whose caller stays on the line. */
export interface IncomingCall extends OnDemand {
  from: string;
  to: string;
  /** Seconds of the call from its answer until the caller hangs up. */
  staySeconds: number;
  /** Replaces the configured voice URL. */
  source: TwimlSource | undefined;
}

/** What a caller hears whose number leads nowhere. */
const NOT_CONFIGURED = '<Response><Say>The number you have dialed is not configured.</Say></Response>';

/** The longest stay of a caller, in seconds. */
export const longestStay = 86_400;

/** The request of an incoming call, as its number is configured. Without a voice URL the caller hears an error. */
export function incomingCallRequest(call: IncomingCall, targets: CallTargets | undefined): CallRequest {
  const { voiceUrl, voiceMethod, fallbackUrl, fallbackMethod, statusUrl = '', statusMethod } = targets ?? {};
  const configured = voiceUrl ? { url: voiceUrl, method: voiceMethod } : { twiml: NOT_CONFIGURED };
  return {
    from: partyAt(call.from),
    to: partyAt(call.to),
    source: call.source ?? configured,
    fallback: { url: fallbackUrl || undefined, method: fallbackMethod },
    subscription: statusUrl
      ? { url: statusUrl, method: statusMethod === 'GET' ? 'GET' : 'POST', events: onlyCompleted }
      : undefined,
    ringSeconds: 60,
    limitSeconds: longestStay,
    recording: undefined,
    detectsMachine: false,
  };
}
