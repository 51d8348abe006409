import { callParameters } from '../calls/call-payloads.ts';
import { type Behaviour, dial, leaveDial } from '../calls/dial.ts';
import type { Leg } from '../calls/leg.ts';
import type { Play } from '../calls/session.ts';
import { callbackTo } from '../delivery/callback.ts';
import { fetchTwiml, type TwimlDocument } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';

/** Carries out documents until one ends or somebody hangs up. */
export async function followTwiml(
  play: Play,
  leg: Leg,
  first: TwimlDocument,
  behaviours: Iterator<Behaviour>,
): Promise<void> {
  let document: TwimlDocument | undefined = first;
  for (let count = 0; document && count < maxDocuments; count++) {
    document = await followDocument(play, leg, document, behaviours);
  }
}

/** Against documents that lead to each other for ever. */
const maxDocuments = 20;

/** Carries out one document; gives the next one, or undefined when the call is over. */
async function followDocument(
  play: Play,
  leg: Leg,
  document: TwimlDocument,
  behaviours: Iterator<Behaviour>,
): Promise<TwimlDocument | undefined> {
  for (const verb of document.verbs) {
    if (verb.name === 'Hangup' || verb.name === 'Reject') return undefined;
    if (verb.name === 'Redirect') return redirect(play, leg, verb, document.url);
    if (verb.name !== 'Dial') {
      await play.clock.pass(secondsOf(verb));
      continue;
    }
    const next = await followDial(play, leg, verb, document.url, behaviours);
    if (next !== 'next-verb') return next;
  }
  return undefined;
}

async function followDial(
  play: Play,
  leg: Leg,
  verb: TwimlElement,
  url: string,
  behaviours: Iterator<Behaviour>,
): Promise<TwimlDocument | 'next-verb' | undefined> {
  const will = (behaviours.next().value ?? giveUp) as Behaviour;
  const result = await dial(play, leg, verb, url, will);
  if (will.transfer && result.status === 'completed' && !result.brokenOff) return { url, verbs: will.transfer };
  return leaveDial(play, leg, verb, url, result);
}

/** Nobody has patience for more attempts than the scenario foresees. */
const giveUp: Behaviour = { outcome: 'canceled', ringSeconds: 5, talkSeconds: 0, callerHangsUp: true };

async function redirect(play: Play, leg: Leg, verb: TwimlElement, url: string): Promise<TwimlDocument | undefined> {
  const target = { url: resolveUrl(verb.text, url), method: verb.attributes['method'] };
  const callback = callbackTo(leg.record.sid, 'voice', target, callParameters(leg, 'in-progress'));
  return callback && fetchTwiml(play, callback);
}

/** Verbs that need a listener just take their time; nobody presses a key or speaks after a beep. */
function secondsOf({ name, attributes, text }: TwimlElement): number {
  if (name === 'Pause') return Number(attributes['length']) || 1;
  if (name === 'Gather' || name === 'Record') return Number(attributes['timeout']) || 5;
  return 1 + Math.ceil(text.length / 15);
}
