import type { Fact, RecordingFact } from '../facts/fact.ts';
import { byProgress } from './fold-recordings.ts';
import { recordingStatus, type RecordingStatus } from '../live-control/recording-control.ts';

/** The recording that a call's row shows. */
type ShownRecording = {
  recordingSid: string | null;
  recordingUrl: string | null;
  recordingStatus: RecordingStatus | null;
};

/**
 * Of several recordings a live one, as the call must not look unrecorded while something is recorded. Else the one that
 * has come furthest. When the call is over, so are they all, also where no callback reported it.
 */
export function showRecording(known: readonly Fact[], hasEnded: boolean): ShownRecording {
  const reported = known.flatMap((fact) => fact.recording ?? []).toSorted(byProgress);
  const last = [...new Map(reported.map((recording) => [recording.sid, recording])).values()].toSorted(byProgress);
  const having = (status: RecordingStatus): RecordingFact | undefined =>
    last.findLast((recording) => recordingStatus(recording.status) === status);
  const live = hasEnded ? undefined : (having('recording') ?? having('paused'));
  const shown = live ?? last.at(-1);
  if (!shown) return { recordingSid: null, recordingUrl: null, recordingStatus: null };
  return {
    recordingSid: shown.sid,
    recordingUrl: shown.url ?? null,
    recordingStatus: live ? recordingStatus(live.status) : 'stopped',
  };
}
