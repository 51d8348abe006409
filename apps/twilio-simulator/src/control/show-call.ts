import type { RestApiParts } from '../rest/rest-api.ts';
import { latest } from '../truth/time-order.ts';
import { deliveryToJson } from './list-deliveries.ts';
import { callTruth } from './list-truth.ts';

/**
 * The truth of one call, of the legs that it dialled, and of their callbacks in the order of first sending. Undefined: the
 * call is not known.
 */
export function showCall({ truth, log, scriptedCalls }: RestApiParts, sid: string) {
  const entry = truth.calls.find(sid);
  if (!entry) return undefined;
  const legs = [...truth.calls.older(latest, sid)].toReversed();
  const progress = scriptedCalls.progress(sid);
  const deliveries = [entry, ...legs].flatMap(({ record }) => log.of(record.sid));
  return {
    ...callTruth(truth, entry),
    is_over: progress?.isOver ?? null,
    legs: legs.map((leg) => callTruth(truth, leg)),
    callbacks: deliveries.toSorted((one, other) => one.n - other.n).map(deliveryToJson),
    unused: progress?.interference.changes.filter(({ used }) => !used).map(({ parameter }) => parameter) ?? [],
  };
}
