import type { MediaFault } from '@trunkline/telephony/recordings';

/** A recording could not be fetched; `fault` decides about the retry. */
export class MediaError extends Error {
  override readonly name = 'MediaError';
  readonly fault: MediaFault;
  /** Facts for the evidence. They contain no secret and no phone number. */
  readonly details: Readonly<Record<string, string | number>>;
  /** True where an operator must act. */
  readonly isAlarm: boolean;

  constructor(
    fault: MediaFault,
    message: string,
    details: Readonly<Record<string, string | number>> = {},
    { isAlarm = false, cause }: { isAlarm?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.fault = fault;
    this.details = details;
    this.isAlarm = isAlarm;
  }
}
