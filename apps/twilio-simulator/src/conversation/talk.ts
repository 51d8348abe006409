import type { CallOrder } from '../placed/call-order.ts';
import { CallEnded, type LiveCall } from '../placed/live-call.ts';
import type { Leg } from '../scenarios/leg.ts';
import type { Play } from '../scenarios/play.ts';
import type { Candidate } from './candidate.ts';

/** A call with a scripted candidate at its other end. */
export interface Talk {
  readonly play: Play;
  readonly leg: Leg;
  readonly order: CallOrder;
  readonly candidate: Candidate;
  readonly live: LiveCall;
  /** It is over sooner than what is said in it takes. */
  readonly isHurried: boolean;
  /** Where recordings are kept instead of at Twilio. */
  readonly storage: string | null;
  /** Since it was answered. */
  talkedSeconds: number;
  /** What the candidate has heard since the last answer. */
  heard: string[];
  /** Everything that was said by the candidate. */
  said: string[];
  /** What goes on when nobody is on the line any more, such as a recording that becomes ready. */
  afterwards: Promise<void>[];
}

type Given = Omit<Talk, 'talkedSeconds' | 'heard' | 'said' | 'afterwards'>;

export const openTalk = (given: Given): Talk => ({ ...given, talkedSeconds: 0, heard: [], said: [], afterwards: [] });

/** Goes on beside the call, and must be over before the call is done with. */
export function later(talk: Talk, work: Promise<void>): void {
  // Heard of when it is waited for; if the call breaks off before, nobody minds.
  work.catch(() => {});
  talk.afterwards.push(work);
}

/** Lets time go by on the line; throws when the call ends meanwhile or is given another document. */
export async function spend(talk: Talk, seconds: number): Promise<void> {
  const left = talk.order.limitSeconds - talk.talkedSeconds;
  const spent = Math.min(seconds, left);
  await talk.live.during(talk.play.clock.pass(spent));
  talk.talkedSeconds += spent;
  if (seconds >= left) throw new CallEnded();
}
