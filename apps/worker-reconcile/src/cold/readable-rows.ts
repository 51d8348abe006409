import { faultOfCall, faultOfRecording } from '@trunkline/telephony/facts';
import type { CallResource, RecordingResource, UnreadableRow } from '@trunkline/twilio/rest';

export type OnUnreadable = (row: UnreadableRow) => void;

/** The listed calls of which every field that we read can be read; the others are reported. */
export const readableCalls = (calls: readonly CallResource[], onUnreadable: OnUnreadable): CallResource[] =>
  calls.filter((call) => isReadable('calls', call.sid, faultOfCall(call), onUnreadable));

/** The same of recordings. */
export const readableRecordings = (
  recordings: readonly RecordingResource[],
  onUnreadable: OnUnreadable,
): RecordingResource[] =>
  recordings.filter((recording) => isReadable('recordings', recording.sid, faultOfRecording(recording), onUnreadable));

function isReadable(list: string, sid: string, fault: string | undefined, onUnreadable: OnUnreadable): boolean {
  if (fault !== undefined) onUnreadable({ list, sid, fault });
  return fault === undefined;
}
