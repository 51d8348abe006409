import type { Leg } from '../calls/leg.ts';
import type { Play } from '../calls/session.ts';
import type { Params } from '../delivery/callback.ts';
import { recordedSeconds } from '../recordings/live-recording.ts';
import { beginRecording } from '../recordings/record-leg.ts';
import { recordingUrl } from '../truth/recording-record.ts';

/** Starts recording an answered leg, at one call in three. */
export function maybeRecord(play: Play, leg: Leg): void {
  const { random } = play;
  if (!random.chance(1 / 3)) return;
  const isPlaced = leg.record.direction === 'outbound-api';
  const isInterview = leg.subscription?.url.includes('/api/webhooks/');
  const path = isInterview ? '/api/webhooks/recording-status/' : '/webhooks/twilio/recording-status';
  beginRecording(play, leg, {
    sid: `RE${random.hex(32)}`,
    source: isPlaced ? 'OutboundAPI' : 'StartCallRecordingAPI',
    channels: isPlaced ? 1 : 2,
    isSilent: random.chance(0.08),
    subscription: { target: { url: play.configuredUrl(path) }, events: new Set(['completed', 'absent']) },
    random,
  });
}

/** What `completed` says of a call that was recorded from its start. */
export function recordingDetails(play: Play, { recordings }: Leg): Params {
  const recording = recordings.find(({ record }) => record.source === 'OutboundAPI');
  if (!recording || recording.record.isSilent) return {};
  return {
    RecordingUrl: recordingUrl(recording.record),
    RecordingSid: recording.record.sid,
    RecordingDuration: String(recordedSeconds(play, recording)),
  };
}
