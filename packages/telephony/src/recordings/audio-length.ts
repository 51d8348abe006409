/** Twilio announces whole seconds, rounded in either direction. */
const ROUNDED_BY_SECONDS = 1;

type Lengths = {
  /** Seconds that Twilio announced. */
  durationSec: number | null;
  /** Seconds of the stored audio, by its own bytes. */
  audioSec: number | null;
};

/** True where the stored audio is longer or shorter than Twilio announced, by more than rounding. */
export const isLengthDifferent = ({ durationSec, audioSec }: Lengths): boolean =>
  durationSec !== null && audioSec !== null && Math.abs(audioSec - durationSec) > ROUNDED_BY_SECONDS;

/**
 * What a person has to know about the length of a recording: that the audio, which is whole by its own measure, is not as
 * long as Twilio announced (trimmed silence, a pause that was skipped). Null where both agree.
 */
export function describeLength({ durationSec, audioSec }: Lengths): string | null {
  if (!isLengthDifferent({ durationSec, audioSec })) return null;
  return `Twilio announced ${durationSec} s, the whole audio has ${Math.round(audioSec! * 10) / 10} s`;
}
