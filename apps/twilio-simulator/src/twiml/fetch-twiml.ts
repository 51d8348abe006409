import type { CallSession } from '../calls/session.ts';
import type { Callback } from '../delivery/callback.ts';
import { isAcknowledged } from '../delivery/deliver.ts';
import { parseTwiml, type TwimlElement } from './parse-twiml.ts';
import type { Target } from './twiml-source.ts';

/** A TwiML document and its URL, which resolves relative URLs. */
export interface TwimlDocument {
  url: string;
  verbs: readonly TwimlElement[];
}

/**
 * Requests TwiML. Without a valid answer, and without a fallback, Twilio announces an application error and hangs up.
 */
export async function fetchTwiml(session: CallSession, callback: Callback, fallback?: Target): Promise<TwimlDocument> {
  const answer = await session.interruption.during(session.callbacks.request(callback));
  const isAnswered = answer !== undefined && isAcknowledged(answer);
  const verbs = isAnswered ? parseTwiml(answer.body ?? '') : undefined;
  if (verbs || !fallback?.url) return { url: callback.url, verbs: verbs ?? applicationError };
  const failure = { ErrorCode: isAnswered ? '12100' : '11200', ErrorUrl: callback.url.replace(/#.*$/s, '') };
  const { url } = fallback;
  const method = fallback.method === 'GET' ? 'GET' : 'POST';
  return fetchTwiml(session, { ...callback, url, method, params: { ...callback.params, ...failure } });
}

export const applicationError: readonly TwimlElement[] = [{ name: 'Say', attributes: {}, text: '', children: [] }];
