import { callParameters } from '../calls/call-parameters.ts';
import { callbackTo } from '../delivery/callback.ts';
import { fetchTwiml, type TwimlDocument } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';
import { dialOut } from './dial-out.ts';
import { gatherInput } from './gather-input.ts';
import { recordAnswer } from './record-answer.ts';
import { sayTo } from './say-to.ts';
import { type Next, spend, type Talk } from './talk.ts';

/** Carries out one document; gives the next one, or undefined when the call is over. */
export async function followDocument(talk: Talk, document: TwimlDocument): Promise<TwimlDocument | undefined> {
  for (const verb of document.verbs) {
    const next = await followVerb(talk, verb, document.url);
    if (next !== 'next-verb') return next;
  }
  return undefined;
}

async function followVerb(talk: Talk, verb: TwimlElement, url: string): Promise<Next> {
  if (verb.name === 'Hangup' || verb.name === 'Reject') return undefined;
  if (verb.name === 'Redirect') return redirect(talk, verb, url);
  if (verb.name === 'Record') return recordAnswer(talk, verb, url);
  if (verb.name === 'Gather') return gatherInput(talk, verb, url);
  if (verb.name === 'Dial') return dialOut(talk, verb, url);
  if (verb.name === 'Say' || verb.name === 'Play' || verb.name === 'Pause') await sayTo(talk, verb);
  else await spend(talk, 1);
  return 'next-verb';
}

async function redirect(talk: Talk, verb: TwimlElement, url: string): Promise<Next> {
  const target = { url: resolveUrl(verb.text, url), method: verb.attributes['method'] };
  const callback = callbackTo(talk.leg.record.sid, 'voice', target, callParameters(talk.leg, 'in-progress'));
  return callback && fetchTwiml(talk.play, callback);
}
