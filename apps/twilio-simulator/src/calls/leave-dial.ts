import { callbackTo } from '../delivery/callback.ts';
import { fetchTwiml, type TwimlDocument } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';
import { dialAction, type DialResult } from './dial-action.ts';
import { CallEnded } from './interruption.ts';
import type { Leg } from './leg.ts';
import type { Play } from './session.ts';

/**
 * What comes behind a `<Dial>`: the document that its action is answered with, or the next verb; undefined if the call
 * is over. Throws what broke in upon it.
 */
export async function leaveDial(
  play: Play,
  leg: Leg,
  { attributes }: TwimlElement,
  url: string,
  result: DialResult,
): Promise<TwimlDocument | 'next-verb' | undefined> {
  const { action, method } = attributes;
  const { brokenOff, isCallerGone } = result;
  // A live call that is given another document leaves its Dial at once: no action request.
  if (brokenOff && !(brokenOff instanceof CallEnded)) throw brokenOff;
  const target = action ? { url: resolveUrl(action, url), method } : undefined;
  const callback = target && callbackTo(leg.record.sid, 'dial-action', target, dialAction(leg, result, play.random));
  if (!isCallerGone) return action ? callback && fetchTwiml(play, callback) : 'next-verb';
  // Whatever it answers, nobody is there to hear it: the call ends meanwhile.
  if (callback) play.line.send(callback);
  if (brokenOff) throw brokenOff;
  return undefined;
}
