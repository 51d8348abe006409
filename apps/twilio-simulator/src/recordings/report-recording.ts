import type { RecordingRecord } from '../calls/recording-record.ts';
import { callbackTo } from '../delivery/callback.ts';
import { recordingCallback } from '../payloads/recording-callback.ts';
import type { Leg } from '../scenarios/leg.ts';
import type { Play } from '../scenarios/play.ts';
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
