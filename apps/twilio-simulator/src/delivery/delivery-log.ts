import type { Callback, CallbackKind } from './callback.ts';
import type { FaultName } from './faults.ts';
import type { Attempt } from './attempt.ts';

/** What became of one logical callback. */
export interface Delivery {
  readonly n: number;
  readonly kind: CallbackKind;
  readonly callSid: string;
  readonly method: Callback['method'];
  readonly url: string;
  /** Encoded: a fifth of the memory that the parameters take as an object. */
  readonly form: string;
  readonly faults: readonly FaultName[];
  readonly attempts: Attempt[];
  /** An attempt of the true callback was answered with 2xx. */
  acked: boolean;
  readonly dropped: boolean;
}

/** The most recent deliveries in order of their first sending. */
export interface DeliveryLog {
  open(callback: Callback, form: string, faults: readonly FaultName[]): Delivery;
  after(n: number, limit: number): readonly Delivery[];
  /** The oldest one still remembered. */
  oldest(): number;
}

export function createDeliveryLog(limit = 100_000): DeliveryLog {
  let deliveries: Delivery[] = [];
  let last = 0;
  return {
    open({ params: _encoded, ...callback }, form, faults) {
      const dropped = faults.includes('drop');
      const delivery = { n: ++last, ...callback, form, faults, attempts: [], acked: false, dropped };
      deliveries.push(delivery);
      if (deliveries.length > limit * 1.05) deliveries = deliveries.slice(-limit);
      return delivery;
    },
    after(n, count) {
      const start = Math.max(0, n - (deliveries[0]?.n ?? 0) + 1);
      return deliveries.slice(start, start + count);
    },
    oldest: () => deliveries[0]?.n ?? 0,
  };
}
