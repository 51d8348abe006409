import type { Params } from '../delivery/callback.ts';
import { type Recording, recordingCallback, recordingUrl } from '../payloads/recording-callback.ts';
import type { Leg } from './leg.ts';
import type { Play } from './play.ts';

/** Starts recording an answered leg, at one call in three. */
export function maybeRecord(play: Play, { record }: Leg): Recording | undefined {
  if (!play.random.chance(1 / 3)) return undefined;
  const isPlaced = record.direction === 'outbound-api';
  return {
    sid: `RE${play.random.hex(32)}`,
    accountSid: record.accountSid,
    callSid: record.sid,
    source: isPlaced ? 'OutboundAPI' : 'StartCallRecordingAPI',
    channels: isPlaced ? 1 : 2,
    startedAt: play.clock.now(),
    durationSeconds: 0,
    isSilent: play.random.chance(0.08),
  };
}

/** What `completed` says of a call that was recorded from its start. */
export function recordingDetails(recording: Recording | undefined, durationSeconds: number): Params {
  if (recording?.source !== 'OutboundAPI' || recording.isSilent) return {};
  return {
    RecordingUrl: recordingUrl(recording),
    RecordingSid: recording.sid,
    RecordingDuration: String(durationSeconds),
  };
}

/** The media are ready some seconds after the call. */
export async function reportRecording(play: Play, leg: Leg, recording: Recording | undefined): Promise<void> {
  if (!recording) return;
  await play.clock.pass(play.random.integer(2, 6));
  const isInterview = leg.subscription?.url.includes('/api/webhooks/');
  const path = isInterview ? '/api/webhooks/recording-status/' : '/webhooks/twilio/recording-status';
  const durationSeconds = leg.record.durationSeconds ?? 0;
  const params = recordingCallback({ ...recording, durationSeconds });
  play.line.send({
    kind: 'recording',
    callSid: leg.record.sid,
    method: 'POST',
    url: play.configuredUrl(path),
    params,
  });
}
