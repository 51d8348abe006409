import { dial, leaveDial } from '../calls/dial.ts';
import { CallEnded, Redirected } from '../calls/interruption.ts';
import type { Play } from '../calls/session.ts';
import { conferenceSubscription, type Participant } from '../conferences/participant.ts';
import type { EndedBy } from '../truth/call-record.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { type Next, secondsLeft, type Talk } from './talk.ts';

/** Whoever is dialled answers and talks with the candidate for a while, or until the candidate must go. */
export async function dialOut(talk: Talk, verb: TwimlElement, url: string): Promise<Next> {
  const noun = verb.children.find(({ name }) => name === 'Conference');
  if (noun) return joinConference(talk, verb, noun, url);
  const { play, leg } = talk;
  const left = secondsLeft(talk);
  const longest = Math.max(0, left.seconds - dialSeconds - ringSeconds);
  const wanted = play.random.integer(5, 60);
  const callerHangsUp = talk.staySeconds !== undefined || wanted >= longest;
  const talkSeconds = callerHangsUp ? longest : wanted;
  const result = await dial(play, leg, verb, url, { outcome: 'completed', ringSeconds, talkSeconds, callerHangsUp });
  const next = await leaveDial(play, leg, verb, url, result);
  if (result.isCallerGone) throw new CallEnded(left.by);
  return next;
}

const ringSeconds = 3;
/** From the verb to the first ring. */
const dialSeconds = 1;

/** Lets the candidate into a conference and listen there, until it ends or the candidate leaves it. */
async function joinConference(talk: Talk, verb: TwimlElement, noun: TwimlElement, url: string): Promise<Next> {
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
