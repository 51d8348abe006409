import type { Leg } from '../calls/leg.ts';
import type { Play } from '../calls/session.ts';
import { callbackTo } from '../delivery/callback.ts';
import type { RecordingRecord } from '../truth/recording-record.ts';
import { recordingCallback } from './recording-callback.ts';
import type { RecordingSubscription } from './recording-subscription.ts';

/** Tells what has become of a recording to whom it may concern. */
export function reportRecording(
  play: Play,
  leg: Leg,
  recording: RecordingRecord,
  { target, events }: RecordingSubscription,
): void {
  if (!events.has(recording.status)) return;
  const callback = callbackTo(leg.record.sid, 'recording', target, recordingCallback(recording));
  if (callback) play.line.send(callback);
}
