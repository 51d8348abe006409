import type { Params } from '../delivery/callback.ts';
import type { CallOrder } from '../placed/call-order.ts';
import { applicationError, callbackTo, fetchTwiml, type TwimlDocument } from '../scenarios/fetch-twiml.ts';
import { parseTwiml } from '../twiml/parse-twiml.ts';
import type { Talk } from './talk.ts';

/** The first document, or the one that REST gave instead. Inline TwiML has no URL that others could start from. */
export async function openDocument(
  { play, leg, order }: Talk,
  instructions: CallOrder['instructions'],
  params: Params,
): Promise<TwimlDocument> {
  if ('twiml' in instructions) return { url: '', verbs: parseTwiml(instructions.twiml) ?? applicationError };
  const callback = callbackTo(leg, 'voice', instructions, params);
  return callback ? fetchTwiml(play, callback, order.fallback) : { url: '', verbs: applicationError };
}
