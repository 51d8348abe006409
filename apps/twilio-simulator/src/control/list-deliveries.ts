import type { Attempt } from '../delivery/attempt.ts';
import type { Delivery, DeliveryLog } from '../delivery/delivery-log.ts';

/** Which part of a growing list is wanted: `limit` entries whose number is greater than `after`. */
export interface Window {
  after: number;
  limit: number;
}

/** Every logical callback in order of its first sending. `oldest` grows when the oldest ones are forgotten. */
export function listDeliveries(log: DeliveryLog, { after, limit }: Window) {
  const deliveries = log.after(after, limit).map(toJson);
  return { deliveries, next: deliveries.at(-1)?.n ?? after, oldest: log.oldest() };
}

function toJson({ n, callSid, kind, method, url, form, faults, attempts, acked, dropped }: Delivery) {
  return {
    n,
    call_sid: callSid,
    kind,
    method,
    url: url.replace(/#.*$/s, ''),
    params: Object.fromEntries(new URLSearchParams(form)),
    faults,
    attempts: attempts.map(attemptToJson),
    acked,
    dropped,
  };
}

function attemptToJson({ status, failure, error, ms }: Attempt) {
  const reason = [failure, error].filter((part) => part !== undefined).join(' ');
  return { ...(status !== undefined && { status }), ...(reason && { error: reason }), ms };
}
