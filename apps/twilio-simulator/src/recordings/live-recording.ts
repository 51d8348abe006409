import type { CallClock } from '../clock/clock.ts';
import type { Random } from '../random.ts';
import type { RecordingRecord } from '../truth/recording-record.ts';
import type { TwimlElement } from '../twiml/parse-twiml.ts';
import { resolveUrl, type Target } from '../twiml/twiml-source.ts';

/** A recording of a live leg. It ends with the leg at the latest. */
export interface LiveRecording {
  readonly record: RecordingRecord;
  readonly subscription: RecordingSubscription;
  /** Draws how long the media take to become ready. */
  readonly random: Random;
  /** Returns the spoken text at the end of the call; undefined: derived from the SID. */
  readonly spoken: (() => string) | undefined;
  /** In seconds of the call's `elapsed`. */
  readonly beganAt: number;
  /** The start of a pause with `skip`, in seconds of `elapsed`. */
  skippingSince: number | undefined;
  /** Seconds left out by pauses with `skip`. */
  skipped: number;
  /** The duration, once the recording has ended. */
  seconds: number | undefined;
}

export const isRecording = ({ record: { status } }: LiveRecording): boolean =>
  status === 'in-progress' || status === 'paused';

/** The duration so far, in whole seconds. */
export function recordedSeconds({ clock }: { clock: CallClock }, recording: LiveRecording): number {
  const { beganAt, skipped, skippingSince, seconds } = recording;
  return seconds ?? Math.max(1, Math.round((skippingSince ?? clock.elapsed()) - beganAt - skipped));
}

/** Where the callbacks of a recording go, and the subscribed statuses. */
export interface RecordingSubscription {
  target: Target;
  events: ReadonlySet<string>;
}

/** The subscription in the form of a REST request. Default: `completed`. */
export function subscriptionOfForm(form: URLSearchParams): RecordingSubscription {
  const events = form.getAll('RecordingStatusCallbackEvent').flatMap((each) => each.split(/\s+/));
  const target = {
    url: form.get('RecordingStatusCallback') ?? undefined,
    method: form.get('RecordingStatusCallbackMethod') ?? undefined,
  };
  return { target, events: new Set(events.length > 0 ? events : ['completed']) };
}

/** The subscription of a TwiML verb. Default: `completed`. */
export function subscriptionOfVerb({ attributes }: TwimlElement, documentUrl: string): RecordingSubscription {
  const { recordingStatusCallback, recordingStatusCallbackMethod, recordingStatusCallbackEvent } = attributes;
  const url = recordingStatusCallback ? resolveUrl(recordingStatusCallback, documentUrl) : undefined;
  return {
    target: { url, method: recordingStatusCallbackMethod },
    events: new Set((recordingStatusCallbackEvent ?? 'completed').split(/\s+/)),
  };
}
