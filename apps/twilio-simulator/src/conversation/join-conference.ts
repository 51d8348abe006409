import { CallEnded, Redirected } from '../calls/interruption.ts';
import { leaveDial } from '../calls/leave-dial.ts';
import type { Play } from '../calls/session.ts';
import { conferenceSubscription } from '../conferences/conference-subscription.ts';
import type { Participant } from '../conferences/participant.ts';
import type { EndedBy } from '../truth/call-record.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { type Next, secondsLeft, type Talk } from './talk.ts';

/** Lets the candidate into a conference and listen there, until it ends or the candidate leaves it. */
export async function joinConference(talk: Talk, verb: TwimlElement, noun: TwimlElement, url: string): Promise<Next> {
  const { play, leg } = talk;
  const { attributes, text } = noun;
  const participant = talk.conferences.join(text, {
    play,
    leg,
    label: attributes['participantLabel'] || null,
    isMuted: attributes['muted'] === 'true',
    startsOnEnter: attributes['startConferenceOnEnter'] !== 'false',
    endsOnExit: attributes['endConferenceOnExit'] === 'true',
    subscription: conferenceSubscription(noun, url),
  });
  // Two of one label cannot be told apart (16025).
  if (!participant) return 'next-verb';
  const { hungUpBy, brokenOff } = await listen(talk, participant);
  const isCallerGone = hungUpBy !== undefined || brokenOff instanceof CallEnded;
  const next = await leaveDial(play, leg, verb, url, { status: 'answered', isSip: false, isCallerGone, brokenOff });
  if (hungUpBy) throw new CallEnded(hungUpBy);
  return next;
}

interface Leaving {
  /** The candidate's own doing. */
  hungUpBy?: EndedBy;
  brokenOff?: Error;
}

/** Until the conference ends for the candidate, or the candidate hangs up, or something breaks in upon the call. */
async function listen(talk: Talk, participant: Participant): Promise<Leaving> {
  const { play, staySeconds } = talk;
  try {
    const alone = secondsLeft(talk);
    const hasBegun = await happens(play, participant.begun, alone.seconds);
    const wanted = staySeconds === undefined ? talk.settings.talkSeconds || Number.POSITIVE_INFINITY : staySeconds;
    const left = secondsLeft(talk);
    if (hasBegun && (await happens(play, participant.out, Math.min(wanted, left.seconds)))) return {};
    participant.leave({ reason: 'participant_hung_up', callStatus: 'completed' });
    return { hungUpBy: wanted < left.seconds ? 'hang-up' : left.by };
  } catch (error) {
    if (!(error instanceof CallEnded) && !(error instanceof Redirected)) throw error;
    const callStatus = error instanceof CallEnded ? 'completed' : 'in-progress';
    participant.leave({ reason: 'participant_updated_via_api', callStatus });
    return { brokenOff: error };
  }
}

/** Waits on the line for something, at most so long; tells whether it has come. Throws what breaks in upon the call. */
async function happens({ clock, interruption }: Play, event: AbortSignal, seconds: number): Promise<boolean> {
  try {
    await clock.pass(seconds, AbortSignal.any([interruption.signal, event]));
    return false;
  } catch (error) {
    interruption.signal.throwIfAborted();
    if (!event.aborted) throw error;
    return true;
  }
}
