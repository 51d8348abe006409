import {
  endRecording,
  finishRecording,
  newRecordingRecord,
  type RecordingRecord,
  recordingUrl,
} from '../calls/recording-record.ts';
import type { Params } from '../delivery/callback.ts';
import { recordingCallback } from '../payloads/recording-callback.ts';
import type { Leg } from './leg.ts';
import type { Play } from './play.ts';

/** Starts recording an answered leg, at one call in three. */
export function maybeRecord(play: Play, { record }: Leg): RecordingRecord | undefined {
  if (!play.random.chance(1 / 3)) return undefined;
  const isPlaced = record.direction === 'outbound-api';
  const recording = newRecordingRecord({
    sid: `RE${play.random.hex(32)}`,
    accountSid: record.accountSid,
    callSid: record.sid,
    source: isPlaced ? 'OutboundAPI' : 'StartCallRecordingAPI',
    channels: isPlaced ? 1 : 2,
    createdAt: play.clock.now(),
    isSilent: play.random.chance(0.08),
  });
  play.truth.addRecording(recording);
  return recording;
}

/** What `completed` says of a call that was recorded from its start. */
export function recordingDetails(recording: RecordingRecord | undefined, durationSeconds: number): Params {
  if (recording?.source !== 'OutboundAPI' || recording.isSilent) return {};
  return {
    RecordingUrl: recordingUrl(recording),
    RecordingSid: recording.sid,
    RecordingDuration: String(durationSeconds),
  };
}

/** The media are ready some seconds after the call. */
export async function reportRecording(play: Play, leg: Leg, recording: RecordingRecord | undefined): Promise<void> {
  if (!recording) return;
  play.truth.changeRecording(recording, (record) => endRecording(record, play.clock.now()));
  await play.clock.pass(play.random.integer(2, 6));
  const seconds = leg.record.durationSeconds ?? 0;
  play.truth.changeRecording(recording, (record) => finishRecording(record, seconds, play.clock.now()));
  const isInterview = leg.subscription?.url.includes('/api/webhooks/');
  const path = isInterview ? '/api/webhooks/recording-status/' : '/webhooks/twilio/recording-status';
  play.line.send({
    kind: 'recording',
    callSid: leg.record.sid,
    method: 'POST',
    url: play.configuredUrl(path),
    params: recordingCallback(recording),
  });
}
