import { gatherAction } from '../calls/verb-actions.ts';
import { callbackTo } from '../delivery/callback.ts';
import { fetchTwiml } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';
import { type Next, sayTo, spend, type Talk } from './talk.ts';

/** Asks for a key or a word. Without any the call falls through to the next verb, and nobody hears of it. */
export async function gatherInput(talk: Talk, verb: TwimlElement, url: string): Promise<Next> {
  for (const child of verb.children) await sayTo(talk, child);
  const { attributes } = verb;
  const question = talk.heard.splice(0).join(' ');
  const input = talk.candidate.respond(question, (attributes['input'] ?? 'dtmf').split(/\s+/));
  const isHeard = Object.keys(input).length > 0;
  await spend(talk, isHeard ? 2 : Number(attributes['timeout']) || 5);
  if (!isHeard && attributes['actionOnEmptyResult'] !== 'true') return 'next-verb';
  const target = { url: resolveUrl(attributes['action'] ?? url, url), method: attributes['method'] };
  const callback = callbackTo(talk.leg.record.sid, 'gather-action', target, gatherAction(talk.leg, input));
  return callback && fetchTwiml(talk.play, callback);
}
