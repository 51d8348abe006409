import type { Clock } from '../clock/clock.ts';
import { createRecentLog } from '../recent-log.ts';
import type { Attempt } from './attempt.ts';
import type { Callback, CallbackKind } from './callback.ts';
import type { AimedFaultName } from './faults.ts';

/** One logical callback with all its attempts. */
export interface Delivery {
  readonly n: number;
  /** When it was first sent or dropped: by the simulator's clock, milliseconds since 1970. */
  readonly at: number;
  readonly kind: CallbackKind;
  readonly callSid: string;
  readonly method: Callback['method'];
  readonly url: string;
  /** The encoded parameters: a fifth of the memory of an object. */
  readonly form: string;
  readonly faults: readonly AimedFaultName[];
  readonly attempts: Attempt[];
  /** An attempt was answered with 2xx. */
  acked: boolean;
  readonly dropped: boolean;
  /** Every attempt was cut off within the request. */
  readonly unanswered: boolean;
}

/** The latest deliveries in the order of first sending. */
export interface DeliveryLog {
  open(callback: Callback, form: string, faults: readonly AimedFaultName[]): Delivery;
  after(n: number, limit: number): readonly Delivery[];
  /** The deliveries of one call. */
  of(callSid: string): readonly Delivery[];
  /** The number of the oldest delivery kept. */
  oldest(): number;
}

export function createDeliveryLog(clock: Clock, limit = 100_000): DeliveryLog {
  const byCall = new Map<string, Delivery[]>();
  const deliveries = createRecentLog<Delivery>(limit, (dropped) => {
    for (const { callSid } of dropped) {
      const others = byCall.get(callSid)?.slice(1) ?? [];
      if (others.length > 0) byCall.set(callSid, others);
      else byCall.delete(callSid);
    }
  });
  return {
    open({ params: _encoded, ...callback }, form, faults) {
      const [dropped, unanswered] = [faults.includes('drop'), faults.includes('unanswered')];
      const outcome = { faults, attempts: [], acked: false, dropped, unanswered };
      const delivery = deliveries.add({ at: clock.now(), ...callback, form, ...outcome });
      const others = byCall.get(callback.callSid);
      if (others) others.push(delivery);
      else byCall.set(callback.callSid, [delivery]);
      return delivery;
    },
    after: deliveries.after,
    of: (callSid) => byCall.get(callSid) ?? [],
    oldest: deliveries.oldest,
  };
}
