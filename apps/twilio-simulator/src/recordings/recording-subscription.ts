import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl, type Target } from '../twiml/twiml-source.ts';

/** Who wants to hear of a recording, and of which of its statuses. */
export interface RecordingSubscription {
  target: Target;
  events: ReadonlySet<string>;
}

/** As the form of a REST request asks for it; without a list of events only the end is wanted. */
export function subscriptionOfForm(form: URLSearchParams): RecordingSubscription {
  const events = form.getAll('RecordingStatusCallbackEvent').flatMap((each) => each.split(/\s+/));
  const target = {
    url: form.get('RecordingStatusCallback') ?? undefined,
    method: form.get('RecordingStatusCallbackMethod') ?? undefined,
  };
  return { target, events: new Set(events.length > 0 ? events : ['completed']) };
}

/** As a verb asks for it. */
export function subscriptionOfVerb({ attributes }: TwimlElement, documentUrl: string): RecordingSubscription {
  const { recordingStatusCallback, recordingStatusCallbackMethod, recordingStatusCallbackEvent } = attributes;
  const url = recordingStatusCallback ? resolveUrl(recordingStatusCallback, documentUrl) : undefined;
  return {
    target: { url, method: recordingStatusCallbackMethod },
    events: new Set((recordingStatusCallbackEvent ?? 'completed').split(/\s+/)),
  };
}
