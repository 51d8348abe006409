import type { Leg } from '../calls/leg.ts';
import type { CallSession } from '../calls/session.ts';
import { twilioDate } from '../clock/clock.ts';
import { callbackFor, type Params } from '../delivery/callback.ts';
import { encryptionDetails, type RecordingRecord, recordingUrl, silentErrorCode } from '../truth/recording-record.ts';
import type { RecordingSubscription } from './live-recording.ts';

/** Sends the recording status callback, if the status is subscribed. */
export function sendRecordingCallback(
  session: CallSession,
  leg: Leg,
  recording: RecordingRecord,
  { target, events }: RecordingSubscription,
): void {
  if (!events.has(recording.status)) return;
  const callback = callbackFor(leg.record.sid, 'recording', target, recordingCallback(recording));
  if (callback) session.callbacks.send(callback);
}

/**
 * The parameters of a recording status callback. It has no parties, no call status, no timestamp and no sequence
 * number.
 */
export function recordingCallback(recording: RecordingRecord): Params {
  const { status } = recording;
  const encryption = encryptionDetails(recording);
  return {
    AccountSid: recording.accountSid,
    CallSid: recording.callSid,
    RecordingSid: recording.sid,
    RecordingUrl: recordingUrl(recording),
    RecordingStatus: recording.status,
    ...(status === 'completed' && { RecordingDuration: String(recording.durationSeconds) }),
    RecordingChannels: String(recording.channels),
    RecordingSource: recording.source,
    RecordingStartTime: twilioDate(recording.createdAt),
    RecordingTrack: recording.track,
    ...(status === 'completed' && encryption && { EncryptionDetails: JSON.stringify(encryption) }),
    ErrorCode: status === 'absent' ? String(silentErrorCode) : '0',
  };
}
