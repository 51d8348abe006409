import type { Params } from '../delivery/callback.ts';
import { twilioDate } from '../twilio-date.ts';

export interface Recording {
  sid: string;
  accountSid: string;
  callSid: string;
  source: 'OutboundAPI' | 'StartCallRecordingAPI';
  channels: 1 | 2;
  startedAt: number;
  durationSeconds: number;
  /** Nothing but silence: there is no recording after all. */
  isSilent: boolean;
}

export const recordingUrl = ({ accountSid, sid }: Recording): string =>
  `https://api.twilio.com/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`;

/** It says nothing of parties, call status or time, and has no sequence number. */
export function recordingCallback(recording: Recording): Params {
  return {
    AccountSid: recording.accountSid,
    CallSid: recording.callSid,
    RecordingSid: recording.sid,
    RecordingUrl: recordingUrl(recording),
    RecordingStatus: recording.isSilent ? 'absent' : 'completed',
    ...(!recording.isSilent && { RecordingDuration: String(recording.durationSeconds) }),
    RecordingChannels: String(recording.channels),
    RecordingSource: recording.source,
    RecordingStartTime: twilioDate(recording.startedAt),
    RecordingTrack: 'both',
    ErrorCode: recording.isSilent ? '16102' : '0',
  };
}
