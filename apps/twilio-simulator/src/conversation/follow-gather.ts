import { gatherAction } from '../calls/verb-actions.ts';
import { callbackFor } from '../delivery/callback.ts';
import { fetchTwiml } from '../twiml/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';
import { type Conversation, type NextStep, passTime, say } from './conversation.ts';

/** Follows a `<Gather>`. Without input the call goes on with the next verb, and the action URL is not requested. */
export async function followGather(conversation: Conversation, verb: TwimlElement, url: string): Promise<NextStep> {
  for (const child of verb.children) await say(conversation, child);
  const { attributes } = verb;
  const question = conversation.heard.splice(0).join(' ');
  const input = conversation.candidate.respond(question, (attributes['input'] ?? 'dtmf').split(/\s+/));
  const isHeard = Object.keys(input).length > 0;
  await passTime(conversation, isHeard ? 2 : Number(attributes['timeout']) || 5);
  if (!isHeard && attributes['actionOnEmptyResult'] !== 'true') return 'next-verb';
  const target = { url: resolveUrl(attributes['action'] ?? url, url), method: attributes['method'] };
  const callback = callbackFor(
    conversation.leg.record.sid,
    'gather-action',
    target,
    gatherAction(conversation.leg, input),
  );
  return callback && fetchTwiml(conversation.session, callback);
}
