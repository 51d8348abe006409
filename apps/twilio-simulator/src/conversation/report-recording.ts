import type { RecordingRecord } from '../calls/recording-record.ts';
import { recordingCallback } from '../payloads/recording-callback.ts';
import type { RecordingSubscription } from '../placed/call-order.ts';
import { callbackTo } from '../scenarios/fetch-twiml.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl } from '../twiml/resolve-url.ts';
import type { Talk } from './talk.ts';

/** Tells what has become of a recording to whom it may concern. */
export function reportRecordingTo(
  { play, leg }: Talk,
  recording: RecordingRecord,
  { target, events }: RecordingSubscription,
): void {
  if (!events.has(recording.status)) return;
  const callback = callbackTo(leg, 'recording', target, recordingCallback(recording));
  if (callback) play.line.send(callback);
}

/** As a verb asks for it; without a list of events only the end is wanted. */
export function recordingSubscription({ attributes }: TwimlElement, documentUrl: string): RecordingSubscription {
  const { recordingStatusCallback, recordingStatusCallbackMethod, recordingStatusCallbackEvent } = attributes;
  const url = recordingStatusCallback ? resolveUrl(recordingStatusCallback, documentUrl) : undefined;
  return {
    target: { url, method: recordingStatusCallbackMethod },
    events: new Set((recordingStatusCallbackEvent ?? 'completed').split(/\s+/)),
  };
}
