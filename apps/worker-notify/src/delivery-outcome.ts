import type { DeliveryOutcome } from '@trunkline/db/webhooks';
import { PROPORTIONAL_JITTER, withJitter } from '@trunkline/service';

/**
 * How an endpoint answered, or why it did not; `refused` is a URL that must not be requested at all. `retryAfterSeconds`
 * is absent where the answer names no time.
 */
export type EndpointAnswer = { status: number; retryAfterSeconds?: number } | { error: string } | { refused: string };

const [SECOND, MINUTE, HOUR] = [1, 60, 3600];
/** Seconds until the next attempt, after each failed one: ten attempts in about two days. */
const DELAYS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR];
/** Too many requests, and not available: the whole endpoint asks for the pause, not one message. */
const PAUSING = [429, 503];

/**
 * The outcome of a delivery attempt, by the rules of Standard Webhooks. A `Retry-After` is the earliest time of the next
 * attempt, and no failure of the endpoint. Pure; `random` is in [0, 1).
 */
export function outcomeOfDelivery(answer: EndpointAnswer, attempt: number, random: number): DeliveryOutcome {
  if ('refused' in answer)
    return { state: 'failed', responseStatus: null, error: answer.refused, endpoint: { kind: 'disabled' } };
  if ('error' in answer) return retried({ responseStatus: null, error: answer.error }, undefined, attempt, random);
  const { status: responseStatus, retryAfterSeconds } = answer;
  if (responseStatus >= 200 && responseStatus < 300)
    return { state: 'delivered', responseStatus, endpoint: { kind: 'reached' } };
  const failure = { responseStatus, error: `answered ${responseStatus}` };
  if (responseStatus === 410) return { state: 'failed', ...failure, endpoint: { kind: 'disabled' } };
  return retried(failure, retryAfterSeconds, attempt, random);
}

type Failed = { responseStatus: number | null; error: string };

function retried(failure: Failed, waitSeconds: number | undefined, attempt: number, random: number): DeliveryOutcome {
  const endpoint = effectOf(failure, waitSeconds);
  const delay = DELAYS[attempt - 1];
  if (delay === undefined) return { state: 'failed', ...failure, endpoint };
  const delaySeconds = Math.max(
    waitSeconds ?? 0,
    withJitter(delay, PROPORTIONAL_JITTER, () => random),
  );
  return { state: 'queued', ...failure, endpoint, delaySeconds };
}

function effectOf({ responseStatus }: Failed, waitSeconds: number | undefined): DeliveryOutcome['endpoint'] {
  if (waitSeconds === undefined) return { kind: 'failing' };
  const isPause = responseStatus !== null && PAUSING.includes(responseStatus);
  return { kind: 'waiting', pauseSeconds: isPause ? waitSeconds : null };
}
