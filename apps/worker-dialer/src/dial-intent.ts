import type { Queryable } from '@trunkline/db/connection';
import {
  beginSubmission,
  deferIntent,
  recordLeg,
  recordSubmission,
  type ReachedCap,
  type StartedSubmission,
  type CallIntent,
  type SubmissionOutcome,
} from '@trunkline/db/dialing';
import { outcomeReporter, withJitter } from '@trunkline/service';
import { describeCap } from '@trunkline/telephony/dialing';
import { TwilioCredentialsError } from '@trunkline/twilio/rest';
import { setTimeout as delay } from 'node:timers/promises';
import type { DialerParts } from './dialer-parts.ts';
import { giveUpIntent } from './give-up-intent.ts';
import { quietUntil } from './quiet-hours.ts';
import { outcomeOfFailure } from './submission-outcome.ts';

/** A job that waited this long for its turn leaves the row to another one: it is due again by then. */
const WAIT_AT_MOST_MS = 15_000;
/** A process that stalled for longer after its commit submits nothing: others may take it for dead. */
const SUBMIT_WITHIN_MS = 5000;

/** Jobs that wait for a turn return within a quarter more than the wait, none of them early. */
const TURN_JITTER = [1, 1.25] as const;

const report = outcomeReporter({
  counter: 'submissions_total',
  help: 'Requests to Twilio to place a call, by their outcome',
  label: 'state',
  event: 'call_',
  outcomes: {
    submitted: { level: 'info', message: 'call placed' },
    submission_unknown: {
      level: 'warn',
      message: 'unknown whether a call was placed; it is looked for, and not placed again',
    },
    refused: { level: 'warn', message: 'a call was refused, by Twilio or by the rules for numbers' },
    queued: { level: 'debug', message: 'call not placed yet; it is retried later' },
  },
});

/**
 * Places the call of a queued intent. Quiet hours do not apply to scheduled calls, whose parties agreed on a time. The
 * submission is committed before it is sent, so that a crash in between never leads to a second one.
 */
export async function dialIntent(parts: DialerParts, queued: CallIntent): Promise<void> {
  const { db, log } = parts;
  const until = queued.kind === 'order' ? null : quietUntil(queued.toNumber, new Date(), parts.quiet);
  if (until) return deferIntent(db.pool, queued.id, until, `Quiet hours until ${until.toISOString()}.`);
  const begun = await waitForTurn(parts, queued.id);
  if (!begun) return;
  if ('cap' in begun) return deferForCap(db, queued.id, begun.cap);
  const { intent, submission } = begun;
  const outcome = await submit(parts, begun);
  report(log, outcome.state, {
    intent_id: intent.id,
    attempts: intent.checks,
    ...('callSid' in outcome && { call_sid: outcome.callSid }),
    ...('errorCode' in outcome && { error_code: outcome.errorCode }),
  });
  const record = (tx: Queryable) => recordSubmission(tx, intent.id, submission, outcome);
  if (outcome.state === 'refused') await giveUpIntent(db, intent, outcome.error, record);
  else if (outcome.state === 'submitted') await recordLeg(db, legOf(intent, outcome.callSid), record);
  else await record(db.pool);
}

/** Waits until the dialers, all copies together, may place one more call; undefined where the intent is not due or time is up. */
async function waitForTurn(
  parts: DialerParts,
  id: string,
): Promise<(StartedSubmission & { submitBy: number }) | { cap: ReachedCap } | undefined> {
  const { db, config, guard, signal } = parts;
  const giveUpAt = performance.now() + WAIT_AT_MOST_MS;
  while (!signal.aborted && performance.now() < giveUpAt) {
    const submitBy = performance.now() + SUBMIT_WITHIN_MS;
    const turn = await beginSubmission(db, id, config.DIAL_PER_SECOND, guard);
    if (!turn || 'cap' in turn) return turn;
    if ('intent' in turn) return { ...turn, submitBy };
    await delay(withJitter(turn.waitMs, TURN_JITTER), undefined, { signal }).catch(() => {});
  }
  return undefined;
}

/** Another check comes within minutes, because the cap may be raised meanwhile. */
const CHECK_CAP_WITHIN_SECONDS = 300;

function deferForCap({ pool }: DialerParts['db'], id: string, cap: ReachedCap): Promise<void> {
  const until = new Date(Date.now() + Math.min(cap.freeInSeconds, CHECK_CAP_WITHIN_SECONDS) * 1000);
  const reason = `Waits for a cap on calls: ${describeCap(cap)}. There is room in ${cap.freeInSeconds} s, or once the setting is raised.`;
  return deferIntent(pool, id, until, reason);
}

async function submit(
  { twilio, config, refusalOf, log }: DialerParts,
  { intent, submitBy }: StartedSubmission & { submitBy: number },
): Promise<SubmissionOutcome> {
  if (performance.now() > submitBy)
    return { state: 'queued', retryAt: new Date(), error: 'The process stalled before the submission.' };
  const refusal = refusalOf(intent.toNumber); // the last of several checks: a row may be older than the settings
  if (refusal) return { state: 'refused', errorCode: null, error: refusal.detail, moreInfo: null };
  try {
    const callSid = await twilio.createCall({
      to: intent.toNumber,
      from: intent.fromNumber,
      voiceUrl: withoutFragment(intent.voiceUrl),
      statusUrl: withIntent(intent.statusUrl, intent.id),
      ringTimeoutSec: config.RING_TIMEOUT_SECONDS,
      timeLimitSec: config.CALL_TIME_LIMIT_SECONDS,
    });
    return { state: 'submitted', callSid };
  } catch (error) {
    if (error instanceof TwilioCredentialsError) log.error({ err: error }, 'no call can be placed');
    const { submittingAt: at, checks: attempts } = intent;
    return outcomeOfFailure(error, { at: at!, attempts, checkSeconds: config.SUBMISSION_LOOK_SECONDS }, new Date());
  }
}

const legOf = ({ id: intentId, callId }: CallIntent, callSid: string) => ({ intentId, callId, callSid });

const withoutFragment = (url: string): string => url.replace(/#.*$/s, '');

/** The callbacks carry the intent: they identify the call even where Twilio's answer was lost. */
function withIntent(statusUrl: string, id: string): string {
  const url = new URL(withoutFragment(statusUrl));
  url.searchParams.set('intent_id', id);
  url.searchParams.sort();
  return url.href;
}
