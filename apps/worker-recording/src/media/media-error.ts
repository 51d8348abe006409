/**
 * Why a recording could not be had. `not-yet`: Twilio has no media for it, which may come. `refused`: what came is not the
 * recording. `trouble`: nothing came, or the way is not open; that says nothing about the recording.
 */
export type MediaFault = 'not-yet' | 'refused' | 'trouble';

export class MediaError extends Error {
  override readonly name = 'MediaError';
  readonly fault: MediaFault;
  /** What was seen, for the evidence. No secret and no number is in it. */
  readonly seen: Readonly<Record<string, string | number>>;
  /** True where a person must act. */
  readonly isAlarm: boolean;

  constructor(
    fault: MediaFault,
    message: string,
    seen: Readonly<Record<string, string | number>> = {},
    { isAlarm = false, cause }: { isAlarm?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.fault = fault;
    this.seen = seen;
    this.isAlarm = isAlarm;
  }
}
