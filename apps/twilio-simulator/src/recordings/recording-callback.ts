import type { Params } from '../delivery/callback.ts';
import { type RecordingRecord, recordingUrl, silentErrorCode } from '../truth/recording-record.ts';
import { twilioDate } from '../twilio-date.ts';

/** Of a recording that began, is ready or came to nothing. It says nothing of parties, call status or time, and has no sequence number. */
export function recordingCallback(recording: RecordingRecord): Params {
  const { status } = recording;
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
    ErrorCode: status === 'absent' ? String(silentErrorCode) : '0',
  };
}
