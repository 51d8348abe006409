import type { Params } from '../delivery/callback.ts';
import { type RecordingRecord, recordingUrl } from '../truth/recording-record.ts';
import { callParameters, type Ends } from './call-parameters.ts';

/** The request at the end of a `<Record>`; the media may not be there yet. `digits`: the key, or `hangup`. */
export function recordAction(
  call: Ends,
  recording: RecordingRecord,
  seconds: number,
  isCallOver: boolean,
  digits: string | undefined,
): Params {
  return {
    ...callParameters(call, isCallOver ? 'completed' : 'in-progress'),
    RecordingUrl: recordingUrl(recording),
    RecordingSid: recording.sid,
    RecordingDuration: String(seconds),
    ...(digits !== undefined && { Digits: digits }),
  };
}
