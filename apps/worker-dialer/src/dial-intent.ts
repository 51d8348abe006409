import type { Queryable } from '@trunkline/db/connection';
import {
  beginSubmission,
  deferIntent,
  recordLeg,
  recordSubmission,
  type StartedSubmission,
  type CallIntent,
  type SubmissionOutcome,
} from '@trunkline/db/dialing';
import { metrics, type Logger } from '@trunkline/service';
import { TwilioCredentialsError } from '@trunkline/twilio/rest';
import { setTimeout as delay } from 'node:timers/promises';
import type { DialerParts } from './dialer-parts.ts';
import { giveUpIntent } from './give-up-intent.ts';
import { judgeAnswer } from './judge-answer.ts';
import { quietUntil } from './quiet-hours.ts';

/** Left for another job after that: the row is due again by then. */
const WAIT_AT_MOST_MS = 15_000;
/** A process that stood still for longer after its commit does not ask Twilio any more: others may think it gone. */
const ASK_WITHIN_MS = 5000;

const submissions = metrics.counter('submissions_total', 'Calls that Twilio was asked for, by what became of them', [
  'state',
]);

/**
 * Places the call of a queued intent; quiet hours are not for those who agreed on a time. That Twilio will be asked is
 * committed before it is; so whatever happens in between, nobody asks a second time.
 */
export async function dialIntent(parts: DialerParts, queued: CallIntent): Promise<void> {
  const { db, log } = parts;
  const until = queued.kind === 'order' ? null : quietUntil(queued.toNumber, new Date(), parts.quiet);
  if (until) return deferIntent(db.pool, queued.id, until, `Quiet hours until ${until.toISOString()}.`);
  const begun = await takeTurn(parts, queued.id);
  if (!begun) return;
  const { intent, submission } = begun;
  const outcome = await submit(parts, begun);
  submissions.inc({ state: outcome.state });
  tell(log, intent, outcome);
  const record = (tx: Queryable) => recordSubmission(tx, intent.id, submission, outcome);
  if (outcome.state === 'refused') await giveUpIntent(db, intent, outcome.error, record);
  else if (outcome.state === 'submitted') await recordLeg(db, legOf(intent, outcome.callSid), record);
  else await record(db.pool);
}

/** Waits until all copies of the dialer together may place one more call. */
async function takeTurn(parts: DialerParts, id: string): Promise<(StartedSubmission & { askBy: number }) | undefined> {
  const { db, config, signal } = parts;
  const giveUpAt = performance.now() + WAIT_AT_MOST_MS;
  while (!signal.aborted && performance.now() < giveUpAt) {
    const askBy = performance.now() + ASK_WITHIN_MS;
    const turn = await beginSubmission(db, id, config.DIAL_PER_SECOND);
    if (!turn) return undefined;
    if ('intent' in turn) return { ...turn, askBy };
    const jitter = 1 + Math.random() / 4; // or all who wait would come at once
    await delay(turn.waitMs * jitter, undefined, { signal }).catch(() => {});
  }
  return undefined;
}

async function submit(
  { twilio, config, log }: DialerParts,
  { intent, askBy }: StartedSubmission & { askBy: number },
): Promise<SubmissionOutcome> {
  if (performance.now() > askBy) return { state: 'queued', retryAt: new Date(), error: 'The process stood still.' };
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
    const { submittingAt: at, checks: tries } = intent;
    return judgeAnswer(error, { at: at!, tries, lookSeconds: config.SUBMISSION_LOOK_SECONDS }, new Date());
  }
}

function tell(log: Logger, { id, checks }: CallIntent, outcome: SubmissionOutcome): void {
  const fields = { event: `call_${outcome.state}`, intent_id: id };
  switch (outcome.state) {
    case 'submitted':
      return log.info({ ...fields, call_sid: outcome.callSid }, 'a call was placed');
    case 'submission_unknown':
      return log.warn(fields, 'nobody knows whether a call was placed; it is looked for, and not placed again');
    case 'refused':
      return log.warn({ ...fields, error_code: outcome.errorCode }, 'Twilio refused a call');
    case 'queued':
      return log.debug({ ...fields, tries: checks }, 'a call was not placed yet; it is tried again');
  }
}

const legOf = ({ id: intentId, callId }: CallIntent, callSid: string) => ({ intentId, callId, callSid });

const withoutFragment = (url: string): string => url.replace(/#.*$/s, '');

/** What the callbacks carry: by it a call is known also where the answer was lost. */
function withIntent(statusUrl: string, id: string): string {
  const url = new URL(withoutFragment(statusUrl));
  url.searchParams.set('intent_id', id);
  return url.href;
}
