import { callParameters } from '../calls/call-payloads.ts';
import { CallEnded, CallRedirected } from '../calls/interruption.ts';
import { callbackFor, type Params } from '../delivery/callback.ts';
import type { EndedBy } from '../truth/call-record.ts';
import { applicationError, fetchTwiml, type TwimlDocument } from '../twiml/fetch-twiml.ts';
import { parseTwiml, type TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl, type TwimlSource } from '../twiml/twiml-source.ts';
import { type Conversation, type NextStep, passTime, say } from './conversation.ts';
import { followDial } from './follow-dial.ts';
import { followGather } from './follow-gather.ts';
import { followRecord } from './follow-record.ts';

/** Follows documents until one ends or the call is ended. Returns what ended it. */
export async function followDocuments(
  conversation: Conversation,
  first: () => Promise<TwimlDocument>,
): Promise<EndedBy> {
  let next: () => Promise<TwimlDocument | undefined> = first;
  for (let count = 0; count < maxDocuments; count++) {
    try {
      const document = await next();
      if (!document) return 'twiml';
      next = () => followDocument(conversation, document);
      // A document that only redirects to itself takes time, too.
      await passTime(conversation, 0.1);
    } catch (error) {
      if (error instanceof CallEnded) return error.by;
      if (!(error instanceof CallRedirected)) throw error;
      conversation.session.interruption.resume();
      next = () => fetchDocument(conversation, error.source, callParameters(conversation.leg, 'in-progress'));
    }
  }
  return 'twiml';
}

/** Ends calls whose documents redirect to each other endlessly. */
const maxDocuments = 500;

/** Follows one document. Returns the next one; undefined: the call is over. */
async function followDocument(conversation: Conversation, document: TwimlDocument): Promise<TwimlDocument | undefined> {
  for (const verb of document.verbs) {
    const next = await followVerb(conversation, verb, document.url);
    if (next !== 'next-verb') return next;
  }
  return undefined;
}

async function followVerb(conversation: Conversation, verb: TwimlElement, url: string): Promise<NextStep> {
  if (verb.name === 'Hangup' || verb.name === 'Reject') return undefined;
  if (verb.name === 'Redirect') return redirect(conversation, verb, url);
  if (verb.name === 'Record') return followRecord(conversation, verb, url);
  if (verb.name === 'Gather') return followGather(conversation, verb, url);
  if (verb.name === 'Dial') return followDial(conversation, verb, url);
  if (verb.name === 'Say' || verb.name === 'Play' || verb.name === 'Pause') await say(conversation, verb);
  else await passTime(conversation, 1);
  return 'next-verb';
}

async function redirect(conversation: Conversation, verb: TwimlElement, url: string): Promise<NextStep> {
  const target = { url: resolveUrl(verb.text, url), method: verb.attributes['method'] };
  const callback = callbackFor(
    conversation.leg.record.sid,
    'voice',
    target,
    callParameters(conversation.leg, 'in-progress'),
  );
  return callback && fetchTwiml(conversation.session, callback);
}

/** Fetches the first document of a call, or the one of a redirect. Inline TwiML has no URL. */
export async function fetchDocument(
  { session, leg, request }: Conversation,
  source: TwimlSource,
  params: Params,
): Promise<TwimlDocument> {
  if ('twiml' in source) return { url: '', verbs: parseTwiml(source.twiml) ?? applicationError };
  const callback = callbackFor(leg.record.sid, 'voice', source, params);
  return callback ? fetchTwiml(session, callback, request.fallback) : { url: '', verbs: applicationError };
}
