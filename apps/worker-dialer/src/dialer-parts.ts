import type { Database } from '@trunkline/db/connection';
import type { DialGuard } from '@trunkline/db/dialing';
import type { Logger } from '@trunkline/service';
import type { NumberRule } from '@trunkline/telephony/dialing';
import type { TwilioRest } from '@trunkline/twilio/rest';
import type { WorkerDialerConfig } from './config.ts';
import type { QuietHours } from './quiet-hours.ts';

/** Dependencies of the dialer's jobs. */
export type DialerParts = {
  db: Database;
  twilio: Pick<TwilioRest, 'createCall' | 'listCalls' | 'listCallEvents'>;
  config: Pick<
    WorkerDialerConfig,
    'DIAL_PER_SECOND' | 'SUBMISSION_LOOK_SECONDS' | 'RING_TIMEOUT_SECONDS' | 'CALL_TIME_LIMIT_SECONDS'
  >;
  quiet: QuietHours | undefined;
  /** Why a number is not dialled. */
  refusalOf: NumberRule;
  /** How many calls may be placed. */
  guard: DialGuard;
  log: Logger;
  /** Aborted when the process ends: from then on nothing new is submitted. */
  signal: AbortSignal;
};
