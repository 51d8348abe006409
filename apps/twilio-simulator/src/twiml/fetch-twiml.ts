import type { Play } from '../calls/session.ts';
import type { Callback } from '../delivery/callback.ts';
import { isAcknowledged } from '../delivery/deliver.ts';
import { parseTwiml, type TwimlElement } from './parse-twiml.ts';
import type { Target } from './twiml-source.ts';

/** A TwiML document and the URL it came from, which its relative URLs start from. */
export interface TwimlDocument {
  url: string;
  verbs: readonly TwimlElement[];
}

/** Asks for TwiML. Without a good answer Twilio says that an application error has occurred, and hangs up. */
export async function fetchTwiml(play: Play, callback: Callback, fallback?: Target): Promise<TwimlDocument> {
  const answer = await play.interruption.during(play.line.request(callback));
  const isAnswered = answer !== undefined && isAcknowledged(answer);
  const verbs = isAnswered ? parseTwiml(answer.body ?? '') : undefined;
  if (verbs || !fallback?.url) return { url: callback.url, verbs: verbs ?? applicationError };
  const trouble = { ErrorCode: isAnswered ? '12100' : '11200', ErrorUrl: callback.url.replace(/#.*$/s, '') };
  const { url } = fallback;
  const method = fallback.method === 'GET' ? 'GET' : 'POST';
  return fetchTwiml(play, { ...callback, url, method, params: { ...callback.params, ...trouble } });
}

export const applicationError: readonly TwimlElement[] = [{ name: 'Say', attributes: {}, text: '', children: [] }];
