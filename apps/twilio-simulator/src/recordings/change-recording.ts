import type { Leg } from '../calls/leg.ts';
import type { Play } from '../calls/session.ts';
import { moveRecording } from '../truth/recording-record.ts';
import type { LiveRecording } from './live-recording.ts';
import { stopRecording } from './record-leg.ts';

export const wantedStatuses = ['paused', 'in-progress', 'stopped'] as const;
export const pauseBehaviors = ['skip', 'silence'] as const;

export interface RecordingChange {
  status: (typeof wantedStatuses)[number];
  /** A pause is left out of the recording, or filled with silence. */
  pauseBehavior: (typeof pauseBehaviors)[number];
}

/** Pauses, resumes or stops a recording of a leg that goes on; what it is already, it stays. */
export function changeRecording(play: Play, leg: Leg, recording: LiveRecording, change: RecordingChange): void {
  const { record } = recording;
  if (record.status === change.status) return;
  if (change.status === 'stopped') return stopRecording(play, leg, recording);
  const { clock, truth } = play;
  if (change.status === 'paused') {
    if (change.pauseBehavior === 'skip') recording.skippingSince = clock.elapsed();
  } else resume(recording, clock.elapsed());
  truth.changeRecording(record, () => moveRecording(record, change.status, clock.now()));
}

function resume(recording: LiveRecording, elapsed: number): void {
  recording.skipped += elapsed - (recording.skippingSince ?? elapsed);
  recording.skippingSince = undefined;
}
