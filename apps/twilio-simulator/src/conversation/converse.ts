import { callParameters } from '../calls/call-payloads.ts';
import { CallEnded, Redirected } from '../calls/interruption.ts';
import { callbackTo, type Params } from '../delivery/callback.ts';
import type { EndedBy } from '../truth/call-record.ts';
import { applicationError, fetchTwiml, type TwimlDocument } from '../twiml/fetch-twiml.ts';
import { parseTwiml, type TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl, type TwimlSource } from '../twiml/twiml-source.ts';
import { dialOut } from './dial-out.ts';
import { gatherInput } from './gather-input.ts';
import { recordAnswer } from './record-answer.ts';
import { type Next, sayTo, spend, type Talk } from './talk.ts';

/** Carries out documents with the candidate until one ends or somebody hangs up; tells who ended the call. */
export async function converse(talk: Talk, first: () => Promise<TwimlDocument>): Promise<EndedBy> {
  let next: () => Promise<TwimlDocument | undefined> = first;
  for (let count = 0; count < maxDocuments; count++) {
    try {
      const document = await next();
      if (!document) return 'twiml';
      next = () => followDocument(talk, document);
      // A document that does nothing but lead to itself still takes time.
      await spend(talk, 0.1);
    } catch (error) {
      if (error instanceof CallEnded) return error.by;
      if (!(error instanceof Redirected)) throw error;
      talk.play.interruption.resume();
      next = () => openDocument(talk, error.instructions, callParameters(talk.leg, 'in-progress'));
    }
  }
  return 'twiml';
}

/** Against documents that lead to each other for ever. */
const maxDocuments = 500;

/** Carries out one document; gives the next one, or undefined when the call is over. */
async function followDocument(talk: Talk, document: TwimlDocument): Promise<TwimlDocument | undefined> {
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

/** The first document, or the one that REST gave instead. Inline TwiML has no URL that others could start from. */
export async function openDocument(
  { play, leg, order }: Talk,
  instructions: TwimlSource,
  params: Params,
): Promise<TwimlDocument> {
  if ('twiml' in instructions) return { url: '', verbs: parseTwiml(instructions.twiml) ?? applicationError };
  const callback = callbackTo(leg.record.sid, 'voice', instructions, params);
  return callback ? fetchTwiml(play, callback, order.fallback) : { url: '', verbs: applicationError };
}
