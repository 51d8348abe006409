import type { CallClock } from '../clock/call-clock.ts';
import type { Random } from '../random.ts';
import type { RecordingRecord } from '../truth/recording-record.ts';
import type { RecordingSubscription } from './recording-subscription.ts';

/** A recording of a leg from some moment on, at most until the leg is over. */
export interface LiveRecording {
  readonly record: RecordingRecord;
  readonly subscription: RecordingSubscription;
  /** Draws how long the media take to be ready. */
  readonly random: Random;
  /** What is said in it, where that is known at the end. */
  readonly spoken: (() => string) | undefined;
  /** By the call's `elapsed`. */
  readonly beganAt: number;
  /** Since when nothing more is recorded; a pause that is filled with silence is none. */
  skippingSince: number | undefined;
  /** Seconds that are missing in it. */
  skipped: number;
  /** How long it got, once it is over. */
  seconds: number | undefined;
}

export const isRecording = ({ record: { status } }: LiveRecording): boolean =>
  status === 'in-progress' || status === 'paused';

/** How much is in it by now, in whole seconds. */
export function recordedSeconds({ clock }: { clock: CallClock }, recording: LiveRecording): number {
  const { beganAt, skipped, skippingSince, seconds } = recording;
  return seconds ?? Math.max(1, Math.round((skippingSince ?? clock.elapsed()) - beganAt - skipped));
}
