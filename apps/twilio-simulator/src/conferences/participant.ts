import type { Leg } from '../calls/leg.ts';
import type { CallSession } from '../calls/session.ts';
import type { LeaveReason } from '../truth/conference-record.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';

/** Somebody who wants to join, as the TwiML says. */
export interface ParticipantOptions {
  readonly session: CallSession;
  readonly leg: Leg;
  readonly label: string | null;
  readonly isMuted: boolean;
  /** The conference can begin with this one in it. */
  readonly startsOnEnter: boolean;
  /** When this one leaves, it is over for all. */
  readonly endsOnExit: boolean;
  readonly subscription: ConferenceSubscription | undefined;
}

/** Somebody who is in a conference. */
export interface Participant extends ParticipantOptions {
  readonly joinedAt: number;
  /** Aborted when the conference begins, and when it is over without that. */
  readonly started: AbortSignal;
  /** Aborted when this one is not in it any more. */
  readonly left: AbortSignal;
  /** Nothing happens if it is over for this one. */
  leave(how: Leaving): void;
}

export interface Leaving {
  reason: LeaveReason;
  /** What becomes of the call. */
  callStatus: 'in-progress' | 'completed';
}

/** Who wants to hear of a conference, and of what: such as `start` and `leave`. */
export interface ConferenceSubscription {
  url: string;
  method: 'POST' | 'GET';
  events: ReadonlySet<string>;
}

/** As the noun asks for it. Without a list of events nothing is told. */
export function conferenceSubscription({ attributes }: TwimlElement, documentUrl: string) {
  const { statusCallback, statusCallbackEvent = '', statusCallbackMethod } = attributes;
  const url = statusCallback ? resolveUrl(statusCallback, documentUrl) : undefined;
  if (!url) return undefined;
  const events = new Set(statusCallbackEvent.split(/\s+/));
  return { url, method: statusCallbackMethod === 'GET' ? 'GET' : 'POST', events } satisfies ConferenceSubscription;
}
