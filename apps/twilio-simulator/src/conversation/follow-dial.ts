import { dial, finishDial } from '../calls/dial.ts';
import { CallEnded, CallRedirected } from '../calls/interruption.ts';
import type { CallSession } from '../calls/session.ts';
import { conferenceSubscription, type Participant } from '../conferences/participant.ts';
import type { EndedBy } from '../truth/call-record.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { type Conversation, type NextStep, secondsLeft } from './conversation.ts';

/** Follows a `<Dial>`: the dialled leg answers and talks with the candidate, at most until the call's time is over. */
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
/** Seconds from the verb to the first ringing. */
const dialSeconds = 1;

/** Follows a `<Conference>`: the candidate joins, and stays until the conference ends or the candidate leaves. */
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
  // The label is taken (Twilio's error 16025): the call goes on with the next verb.
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

interface Departure {
  /** Set if the candidate hung up, or the call's time is over. */
  hungUpBy?: EndedBy;
  interruptedBy?: Error;
}

/** Waits until the conference ends, the candidate hangs up, or the call is interrupted. */
async function stayInConference(conversation: Conversation, participant: Participant): Promise<Departure> {
  const { session, staySeconds, candidate, settings } = conversation;
  try {
    const alone = secondsLeft(conversation);
    const hasStarted = await waitFor(session, participant.started, alone.seconds);
    const wanted = staySeconds ?? ((candidate.talkSeconds ?? settings.talkSeconds) || Number.POSITIVE_INFINITY);
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

/**
 * Waits for an event, at most `seconds` of the call. Returns whether it occurred. Throws the reason of an interruption.
 */
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
