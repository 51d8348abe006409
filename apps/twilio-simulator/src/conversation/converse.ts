import { callParameters } from '../payloads/call-parameters.ts';
import type { Params } from '../delivery/callback.ts';
import { CallEnded, Redirected } from '../placed/live-call.ts';
import type { CallOrder } from '../placed/call-order.ts';
import { applicationError, callbackTo, fetchTwiml, type TwimlDocument } from '../scenarios/fetch-twiml.ts';
import { parseTwiml } from '../twiml/parse-twiml.ts';
import { followDocument } from './follow-document.ts';
import { spend, type Talk } from './talk.ts';

/** Carries out documents with the candidate until one ends or somebody hangs up. */
export async function converse(talk: Talk, details: Params): Promise<void> {
  let next = (): Promise<TwimlDocument | undefined> => open(talk, talk.order.instructions, details);
  for (let count = 0; count < maxDocuments; count++) {
    try {
      const document = await talk.live.during(next());
      if (!document) return;
      next = () => followDocument(talk, document);
      // A document that does nothing but lead to itself still takes time.
      await spend(talk, 0.1);
    } catch (error) {
      if (error instanceof CallEnded) return;
      if (!(error instanceof Redirected)) throw error;
      talk.live.resume();
      next = () => open(talk, error.instructions, {});
    }
  }
}

/** Against documents that lead to each other for ever. */
const maxDocuments = 500;

/** The first document, or the one that REST gave instead. Inline TwiML has no URL that others could start from. */
async function open(talk: Talk, instructions: CallOrder['instructions'], details: Params): Promise<TwimlDocument> {
  if ('twiml' in instructions) return { url: '', verbs: parseTwiml(instructions.twiml) ?? applicationError };
  const params = { ...callParameters(talk.leg, 'in-progress'), ...details };
  const callback = callbackTo(talk.leg, 'voice', instructions, params);
  return callback ? fetchTwiml(talk.play, callback, talk.order.fallback) : { url: '', verbs: applicationError };
}
