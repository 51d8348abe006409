import { backoffMs, NO_JITTER, type Clock, type Logger } from '@trunkline/service';
import { TwilioCredentialsError, TwilioRequestError, type TwilioRest } from '@trunkline/twilio/rest';

/** Refused credentials stay refused until a person acts; too many requests end by themselves. */
const CREDENTIALS = { firstMs: 60_000, longestMs: 900_000, jitter: NO_JITTER };
const TOO_MANY_MS = 60_000;
const LONGEST_MS = 3_600_000;

/**
 * For how long the tiers send no request after this error, the n-th in a row that calls for a pause; undefined where the
 * next one may be sent at once. Twilio's `Retry-After` is honoured up to an hour. Pure.
 */
export function pauseMsAfter(error: unknown, failures: number): number | undefined {
  if (error instanceof TwilioCredentialsError)
    return isAboutAccount(error) ? backoffMs(failures, CREDENTIALS) : undefined;
  if (!(error instanceof TwilioRequestError) || error.status !== 429) return undefined;
  return Math.min(LONGEST_MS, Math.max(TOO_MANY_MS, error.retryAfterMs ?? 0));
}

/** Another 403 refuses one resource to a restricted key; the other tiers go on. */
const isAboutAccount = ({ status, code }: TwilioCredentialsError): boolean =>
  status === 401 || code === ACCOUNT_NOT_ACTIVE;
const ACCOUNT_NOT_ACTIVE = 20005;

export type Pause = {
  /** Runs work that asks Twilio, unless it is paused. Its errors are thrown. */
  run(work: () => Promise<void>): Promise<void>;
  /** Begins a pause if the error calls for one. */
  note(error: unknown): void;
  /** The end of the pause, and the error that it follows; undefined while there is none. */
  state(): { until: Date; error: string } | undefined;
};

type Parts = { clock: Pick<Clock, 'now'>; log: Logger; usage: TwilioRest['usage'] };

/** One pause for all tiers of a process: they ask the same account. */
export function openPause({ clock, log, usage }: Parts): Pause {
  let failures = 0;
  let paused: { until: Date; error: string } | undefined;
  const isOver = (): boolean => !paused || paused.until <= clock.now();
  const note = (error: unknown): void => {
    const pauseMs = pauseMsAfter(error, failures + 1);
    if (pauseMs === undefined || !isOver()) return; // requests that were in flight meet the same refusal
    failures += 1;
    paused = { until: new Date(clock.now().getTime() + pauseMs), error: String(error) };
    log.warn({ err: error, event: 'reconciliation_paused', paused_until: paused.until }, 'reconciliation is paused');
  };
  return {
    note,
    state: () => (isOver() ? undefined : paused),
    async run(work) {
      if (!isOver()) return;
      const { requests } = usage();
      try {
        await work();
      } catch (error) {
        note(error);
        throw error;
      }
      if (paused && isOver() && usage().requests > requests) {
        log.info({ event: 'reconciliation_resumed' }, 'Twilio accepts requests again; reconciliation goes on');
        [failures, paused] = [0, undefined];
      }
    },
  };
}
