import type { OpenQueue, ReconcileJob } from '@trunkline/queues';
import type { Logger } from '@trunkline/service';
import type { OwnedNumbers } from '@trunkline/telephony/calls';
import type { Patience } from '@trunkline/telephony/reconciliation';
import type { TwilioRest } from '@trunkline/twilio/rest';
import type { Entrance } from './enter-facts.ts';

/** What every tier works with. */
export type ReconcileParts = Entrance & {
  twilio: TwilioRest;
  rounds: Pick<OpenQueue<ReconcileJob>, 'add'>;
  /** Public origin of the callbacks: requests that Twilio made elsewhere are not ours. */
  origin: string;
  ownedNumbers: OwnedNumbers;
  patience: Patience;
  log: Logger;
  /** Aborted when the process ends. */
  signal: AbortSignal;
};
