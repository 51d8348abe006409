import { dial, finishDial } from '../calls/dial.ts';
import { CallEnded, CallRedirected } from '../calls/interruption.ts';
import type { CallSession } from '../calls/session.ts';
import { conferenceSubscription, type Participant } from '../conferences/participant.ts';
import type { EndedBy } from '../truth/call-record.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { type Conversation, type NextStep, secondsLeft } from './conversation.ts';

/** Whoever is dialled answers and talks with the candidate for a while, or until the candidate must go. */
export async function followDial(conversation: Conversation, verb: TwimlElement, url: string): Promise<NextStep> {
  const noun = verb.children.find(({ name }) => name === 'Conference');
  if (noun) return joinConference(conversation, verb, noun, url);
  const { session, leg } = conversation;
  const left = secondsLeft(conversation);
  const longest = Math.max(0, left.seconds - dialSeconds - ringSeconds);
  const wanted = session.random.integer(5, 60);
  const callerHangsUp = conversation.staySeconds !== undefined || wanted >= longest;
  const talkSeconds = callerHangsUp ? longest : wanted;
  const result = await dial(session, leg, verb, url, { outcome: 'completed', ringSeconds, talkSeconds, callerHangsUp });
  const next = await finishDial(session, leg, verb, url, result);
  if (result.isCallerGone) throw new CallEnded(left.by);
  return next;
}

const ringSeconds = 3;
/** From the verb to the first ring. */
const dialSeconds = 1;

/** Lets the candidate into a conference and listen there, until it ends or the candidate leaves it. */
async function joinConference(
  conversation: Conversation,
  verb: TwimlElement,
  noun: TwimlElement,
  url: string,
): Promise<NextStep> {
  const { session, leg } = conversation;
  const { attributes, text } = noun;
  const participant = conversation.conferences.join(text, {
    session,
    leg,
    label: attributes['participantLabel'] || null,
    isMuted: attributes['muted'] === 'true',
    startsOnEnter: attributes['startConferenceOnEnter'] !== 'false',
    endsOnExit: attributes['endConferenceOnExit'] === 'true',
    subscription: conferenceSubscription(noun, url),
  });
  // Two of one label cannot be told apart (16025).
  if (!participant) return 'next-verb';
  const { hungUpBy, interruptedBy } = await stayInConference(conversation, participant);
  const isCallerGone = hungUpBy !== undefined || interruptedBy instanceof CallEnded;
  const next = await finishDial(session, leg, verb, url, {
    status: 'answered',
    isSip: false,
    isCallerGone,
    interruptedBy,
  });
  if (hungUpBy) throw new CallEnded(hungUpBy);
  return next;
}

interface Leaving {
  /** The candidate's own doing. */
  hungUpBy?: EndedBy;
  interruptedBy?: Error;
}

/** Until the conference ends for the candidate, or the candidate hangs up, or something breaks in upon the call. */
async function stayInConference(conversation: Conversation, participant: Participant): Promise<Leaving> {
  const { session, staySeconds } = conversation;
  try {
    const alone = secondsLeft(conversation);
    const hasStarted = await waitFor(session, participant.started, alone.seconds);
    const wanted =
      staySeconds === undefined ? conversation.settings.talkSeconds || Number.POSITIVE_INFINITY : staySeconds;
    const left = secondsLeft(conversation);
    if (hasStarted && (await waitFor(session, participant.left, Math.min(wanted, left.seconds)))) return {};
    participant.leave({ reason: 'participant_hung_up', callStatus: 'completed' });
    return { hungUpBy: wanted < left.seconds ? 'hang-up' : left.by };
  } catch (error) {
    if (!(error instanceof CallEnded) && !(error instanceof CallRedirected)) throw error;
    const callStatus = error instanceof CallEnded ? 'completed' : 'in-progress';
    participant.leave({ reason: 'participant_updated_via_api', callStatus });
    return { interruptedBy: error };
  }
}

/** Waits on the line for something, at most so long; tells whether it has come. Throws what breaks in upon the call. */
async function waitFor({ clock, interruption }: CallSession, event: AbortSignal, seconds: number): Promise<boolean> {
  try {
    await clock.pass(seconds, AbortSignal.any([interruption.signal, event]));
    return false;
  } catch (error) {
    interruption.signal.throwIfAborted();
    if (!event.aborted) throw error;
    return true;
  }
}
