import { dial } from '../calls/dial.ts';
import { CallEnded } from '../calls/interruption.ts';
import { leaveDial } from '../calls/leave-dial.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { joinConference } from './join-conference.ts';
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
