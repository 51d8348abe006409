import type { ObservationParts } from '@trunkline/db/inbox';
import type { Database } from '@trunkline/db/connection';
import type { AskableAccounts } from '@trunkline/db/reconciliation';
import { callbacksQueue, reconcileQueue, type OpenQueue, type ReconcileJob, type WorkerParts } from '@trunkline/queues';
import { openClock, type Clock, type Logger } from '@trunkline/service';
import type { OwnedNumbers } from '@trunkline/telephony/calls';
import type { Patience } from '@trunkline/telephony/reconciliation';
import { otherAccounts } from '@trunkline/twilio';
import { openTwilioConfiguration, type TwilioConfiguration } from '@trunkline/twilio/configuration';
import { openTwilio, type TwilioAccount, type TwilioRest, type TwilioRestConfig } from '@trunkline/twilio/rest';
import type { WorkerReconcileConfig } from './config.ts';

/** Dependencies of every tier. */
export type ReconcileParts = ObservationParts & {
  db: Database;
  clock: Clock;
  twilio: TwilioAccount;
  /** The requests sent so far, to all accounts. */
  usage: TwilioRest['usage'];
  /** The accounts whose calls may be asked about. */
  accounts: AskableAccounts;
  /** The queue of the tiers' ticks and checks. */
  ticks: Pick<OpenQueue<ReconcileJob>, 'add'>;
  /** Public origin of the callbacks: requests of Twilio to other origins are not ours. */
  origin: string;
  ownedNumbers: OwnedNumbers;
  patience: Patience;
  log: Logger;
  /** Aborted when the process ends. */
  signal: AbortSignal;
};

type Opening = Pick<WorkerParts, 'log' | 'signal' | 'opened' | 'openQueue'> & {
  db: Database;
  config: WorkerReconcileConfig & TwilioRestConfig;
};

/** The same parts for the calls of this account. */
export const ofAccount = (parts: ReconcileParts, accountSid: string | null): ReconcileParts => ({
  ...parts,
  twilio: parts.twilio.ofAccount(accountSid),
});

/** Opens what the tiers need besides the database; it is closed with the process. */
export function openReconcileParts({ db, config, log, signal, opened, openQueue }: Opening) {
  const clock = openClock(config);
  const twilio = opened.use(openTwilio(config, { log, clock }));
  const parts = {
    db,
    clock,
    log,
    signal,
    callbacks: openQueue(callbacksQueue),
    ticks: openQueue(reconcileQueue),
    twilio,
    usage: () => twilio.usage(),
    accounts: { own: config.TWILIO_ACCOUNT_SID, others: otherAccounts(config) },
    origin: new URL(config.WEBHOOK_BASE_URL).origin,
    ownedNumbers: config.OWNED_PHONE_NUMBERS,
    patience: { ringTimeoutSec: config.RING_TIMEOUT_SECONDS, timeLimitSec: config.CALL_TIME_LIMIT_SECONDS },
  };
  const configuration = openTwilioConfiguration(config.TWILIO_ACCOUNT_SID, twilio.client);
  return { ...parts, configuration } satisfies ReconcileParts & { configuration: TwilioConfiguration };
}
