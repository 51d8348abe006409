import type { MediaFault } from '@trunkline/telephony/recordings';

/** A recording could not be fetched; `fault` decides about the retry. */
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
