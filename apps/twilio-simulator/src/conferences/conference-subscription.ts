import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/twiml-source.ts';

/** Who wants to hear of a conference, and of what: such as `start` and `leave`. */
export interface ConferenceSubscription {
  url: string;
  method: 'POST' | 'GET';
  events: ReadonlySet<string>;
}

/** As the noun asks for it. Without a list of events nothing is told. */
export function conferenceSubscription({ attributes }: TwimlElement, documentUrl: string) {
  const { statusCallback, statusCallbackEvent = '', statusCallbackMethod } = attributes;
  const url = statusCallback ? resolveUrl(statusCallback, documentUrl) : undefined;
  if (!url) return undefined;
  const events = new Set(statusCallbackEvent.split(/\s+/));
  return { url, method: statusCallbackMethod === 'GET' ? 'GET' : 'POST', events } satisfies ConferenceSubscription;
}
