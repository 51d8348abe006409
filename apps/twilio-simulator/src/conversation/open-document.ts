import { callbackTo, type Params } from '../delivery/callback.ts';
import { applicationError, fetchTwiml, type TwimlDocument } from '../twiml/fetch-twiml.ts';
import { parseTwiml } from '../twiml/parse-twiml.ts';
import type { TwimlSource } from '../twiml/twiml-source.ts';
import type { Talk } from './talk.ts';

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
