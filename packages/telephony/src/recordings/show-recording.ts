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
 * Of several recordings one that goes on: nobody shall think that nothing is recorded while something is. Else the one
 * that got furthest. When the call is over, so are they all, whether that was told or not.
 */
export function showRecording(known: readonly Fact[], hasEnded: boolean): ShownRecording {
  const told = known.flatMap((fact) => fact.recording ?? []).toSorted(byProgress);
  const last = [...new Map(told.map((recording) => [recording.sid, recording])).values()].toSorted(byProgress);
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
