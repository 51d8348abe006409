import type { Attempt } from '../delivery/attempt.ts';
import type { Delivery, DeliveryLog } from '../delivery/delivery-log.ts';
import type { Window } from './window.ts';

/** A page of deliveries in the order of first sending. `oldest` is the number of the oldest one kept. */
export function listDeliveries(log: DeliveryLog, { after, limit }: Window) {
  const deliveries = log.after(after, limit).map(deliveryToJson);
  return { deliveries, next: deliveries.at(-1)?.n ?? after, oldest: log.oldest() };
}

export function deliveryToJson({ n, at, callSid, kind, method, url, form, faults, attempts, ...outcome }: Delivery) {
  const params = Object.fromEntries(new URLSearchParams(form));
  const { CallStatus, SequenceNumber } = params;
  return {
    n,
    at: new Date(at).toISOString(),
    call_sid: callSid,
    kind,
    call_status: CallStatus ?? null,
    sequence_number: SequenceNumber === undefined ? null : Number(SequenceNumber),
    method,
    url: url.replace(/#.*$/s, ''),
    params,
    faults,
    attempts: attempts.map(attemptToJson),
    acked: outcome.acked,
    dropped: outcome.dropped,
    unanswered: outcome.unanswered,
  };
}

function attemptToJson({ status, failure, error, ms }: Attempt) {
  const reason = [failure, error].filter((part) => part !== undefined).join(' ');
  return { ...(status !== undefined && { status }), ...(reason && { error: reason }), ms };
}
