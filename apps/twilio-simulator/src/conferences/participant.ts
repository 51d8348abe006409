import type { Leg } from '../calls/leg.ts';
import type { Play } from '../calls/session.ts';
import type { LeaveReason } from '../truth/conference-record.ts';
import type { ConferenceSubscription } from './conference-subscription.ts';

/** Somebody who wants to join, as the TwiML says. */
export interface Entrant {
  readonly play: Play;
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
export interface Participant extends Entrant {
  readonly joinedAt: number;
  /** Aborted when the conference begins, and when it is over without that. */
  readonly begun: AbortSignal;
  /** Aborted when this one is not in it any more. */
  readonly out: AbortSignal;
  /** Nothing happens if it is over for this one. */
  leave(how: Leaving): void;
}

export interface Leaving {
  reason: LeaveReason;
  /** What becomes of the call. */
  callStatus: 'in-progress' | 'completed';
}
