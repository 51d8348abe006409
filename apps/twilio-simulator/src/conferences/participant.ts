import type { Leg } from '../calls/leg.ts';
import type { CallSession } from '../calls/session.ts';
import type { LeaveReason } from '../truth/conference-record.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';

/** A call that joins a conference, with the attributes of its `<Conference>`. */
export interface ParticipantOptions {
  readonly session: CallSession;
  readonly leg: Leg;
  readonly label: string | null;
  readonly isMuted: boolean;
  /** The conference starts once this participant and another one are in it. */
  readonly startsOnEnter: boolean;
  /** The conference ends when this participant leaves. */
  readonly endsOnExit: boolean;
  readonly subscription: ConferenceSubscription | undefined;
}

export interface Participant extends ParticipantOptions {
  readonly joinedAt: number;
  /** Aborted when the conference starts, or when the participant leaves before. */
  readonly started: AbortSignal;
  /** Aborted when the participant has left. */
  readonly left: AbortSignal;
  /** Leaves the conference; does nothing if the participant has left. */
  leave(how: Leaving): void;
}

export interface Leaving {
  reason: LeaveReason;
  /** The status of the call after leaving. */
  callStatus: 'in-progress' | 'completed';
}

/** Where the callbacks of a conference go, and its subscribed events, such as `start` and `leave`. */
export interface ConferenceSubscription {
  url: string;
  method: 'POST' | 'GET';
  events: ReadonlySet<string>;
}

/** The subscription of a `<Conference>` noun. Without `statusCallbackEvent` no event is subscribed. */
export function conferenceSubscription({ attributes }: TwimlElement, documentUrl: string) {
  const { statusCallback, statusCallbackEvent = '', statusCallbackMethod } = attributes;
  const url = statusCallback ? resolveUrl(statusCallback, documentUrl) : undefined;
  if (!url) return undefined;
  const events = new Set(statusCallbackEvent.split(/\s+/));
  return { url, method: statusCallbackMethod === 'GET' ? 'GET' : 'POST', events } satisfies ConferenceSubscription;
}
