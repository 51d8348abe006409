import type { DeliveryOutcome } from '@trunkline/db/webhooks';
import { PROPORTIONAL_JITTER, withJitter } from '@trunkline/service';

/** How an endpoint answered, or why it did not; `refused` is a URL that must not be requested at all. */
export type EndpointAnswer = { status: number } | { error: string } | { refused: string };

const [SECOND, MINUTE, HOUR] = [1, 60, 3600];
/** Seconds until the next attempt, after each failed one: ten attempts in about two days. */
const DELAYS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, 24 * HOUR];

/** The outcome of a delivery attempt, by the rules of Standard Webhooks. Pure; `random` is in [0, 1). */
export function outcomeOfDelivery(answer: EndpointAnswer, attempt: number, random: number): DeliveryOutcome {
  const responseStatus = 'status' in answer ? answer.status : null;
  if ('refused' in answer) return { state: 'failed', responseStatus, error: answer.refused };
  if ('status' in answer && answer.status >= 200 && answer.status < 300) return { state: 'delivered', responseStatus };
  const error = 'status' in answer ? `answered ${answer.status}` : answer.error;
  if (responseStatus === 410) return { state: 'gone', responseStatus, error };
  const delay = DELAYS[attempt - 1];
  if (delay === undefined) return { state: 'failed', responseStatus, error };
  return {
    state: 'queued',
    responseStatus,
    error,
    delaySeconds: withJitter(delay, PROPORTIONAL_JITTER, () => random),
  };
}
