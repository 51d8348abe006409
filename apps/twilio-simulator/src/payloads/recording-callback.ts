import { type RecordingRecord, recordingUrl, silentErrorCode } from '../calls/recording-record.ts';
import type { Params } from '../delivery/callback.ts';
import { twilioDate } from '../twilio-date.ts';

/** Of a finished recording. It says nothing of parties, call status or time, and has no sequence number. */
export function recordingCallback(recording: RecordingRecord): Params {
  const { isSilent } = recording;
  return {
    AccountSid: recording.accountSid,
    CallSid: recording.callSid,
    RecordingSid: recording.sid,
    RecordingUrl: recordingUrl(recording),
    RecordingStatus: recording.status,
    ...(!isSilent && { RecordingDuration: String(recording.durationSeconds) }),
    RecordingChannels: String(recording.channels),
    RecordingSource: recording.source,
    RecordingStartTime: twilioDate(recording.createdAt),
    RecordingTrack: 'both',
    ErrorCode: isSilent ? String(silentErrorCode) : '0',
  };
}
