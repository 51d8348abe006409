import type { CallClock } from '../clock/clock.ts';
import type { Random } from '../random.ts';
import type { RecordingRecord } from '../truth/recording-record.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl, type Target } from '../twiml/twiml-source.ts';

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

/** Who wants to hear of a recording, and of which of its statuses. */
export interface RecordingSubscription {
  target: Target;
  events: ReadonlySet<string>;
}

/** As the form of a REST request asks for it; without a list of events only the end is wanted. */
export function subscriptionOfForm(form: URLSearchParams): RecordingSubscription {
  const events = form.getAll('RecordingStatusCallbackEvent').flatMap((each) => each.split(/\s+/));
  const target = {
    url: form.get('RecordingStatusCallback') ?? undefined,
    method: form.get('RecordingStatusCallbackMethod') ?? undefined,
  };
  return { target, events: new Set(events.length > 0 ? events : ['completed']) };
}

/** As a verb asks for it. */
export function subscriptionOfVerb({ attributes }: TwimlElement, documentUrl: string): RecordingSubscription {
  const { recordingStatusCallback, recordingStatusCallbackMethod, recordingStatusCallbackEvent } = attributes;
  const url = recordingStatusCallback ? resolveUrl(recordingStatusCallback, documentUrl) : undefined;
  return {
    target: { url, method: recordingStatusCallbackMethod },
    events: new Set((recordingStatusCallbackEvent ?? 'completed').split(/\s+/)),
  };
}
