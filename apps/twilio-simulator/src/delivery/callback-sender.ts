import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom, withIdentity } from '../random.ts';
import { type Interference, withAimed, withChanges } from './aimed-faults.ts';
import type { Callback } from './callback.ts';
import type { DeliveryCounts } from './delivery-counts.ts';
import { drawFaults, type FaultName, type FaultRates, type CallbackFaults } from './faults.ts';
import type { Send } from './outbox.ts';
import type { Attempt } from './attempt.ts';

/** Sends the callbacks of one call. As with Twilio, they leave in order, but none waits for the answer to another. */
export interface CallbackSender {
  send(callback: Callback): void;
  /** Sends a request whose answer the call needs. */
  request(callback: Callback): Promise<Attempt | undefined>;
  /** Resolves when all callbacks are answered or have failed. */
  settled(): Promise<void>;
}

interface SenderParts {
  send: Send;
  counts: DeliveryCounts;
  rates: FaultRates;
  /** The seed of the call, so that its faults do not depend on other calls. */
  seed: string;
  signal: AbortSignal;
  /** Of a call on demand. */
  onDemand?: {
    /** Draws the idempotency tokens. */
    identity: Random;
    interference: Interference;
    clockSpeed: number;
  };
}

type PreparedCallback = { faults: CallbackFaults; dispatch: (faults?: CallbackFaults) => Promise<Attempt | undefined> };

export function openCallbackSender({ send, counts, rates, seed, signal, onDemand }: SenderParts): CallbackSender {
  const pending = new Set<Promise<unknown>>();
  let held: PreparedCallback[] = [];
  let ordinal = 0;

  const prepare = (callback: Callback): PreparedCallback => {
    counts.callbacks_planned++;
    const random = seededRandom(seed, 'callback', ordinal++);
    const drawn = drawFaults(random, rates, callback);
    if (!onDemand) return { faults: drawn, dispatch: (applied = drawn) => send(callback, applied, random) };
    const { identity, interference, clockSpeed } = onDemand;
    const faults = withAimed(drawn, callback, interference, clockSpeed);
    const changed = withChanges(callback, interference);
    return { faults, dispatch: (applied = faults) => send(changed, applied, withIdentity(random, identity)) };
  };
  const track = (work: Promise<unknown>): void => {
    const tracked = work.catch(rethrowUnlessStopped(signal)).finally(() => pending.delete(tracked));
    pending.add(tracked);
  };
  const releaseHeld = async (): Promise<void> => {
    const released = held.toReversed();
    held = [];
    counts.reordered += released.length;
    for (const prepared of released) await prepared.dispatch();
  };
  const sendInOrder = async (prepared: PreparedCallback): Promise<void> => {
    const { names, delayMs } = prepared.faults;
    if (names.includes('delay')) {
      counts.delayed++;
      await sleep(delayMs, undefined, { signal });
    }
    if (names.includes('reorder')) held.push(prepared);
    else await prepared.dispatch().then(releaseHeld);
  };

  return {
    send: (callback) => track(sendInOrder(prepare(callback))),
    request(callback) {
      const answered = prepare(callback)
        .dispatch()
        .finally(() => track(releaseHeld()));
      // The caller handles a failure, and the call may end before the answer.
      track(answered.then(ignore, ignore));
      return answered;
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
      // No later callback came, so these are sent last, without the fault.
      const last = signal.aborted ? [] : held;
      held = [];
      for (const { faults, dispatch } of last) track(dispatch(without(faults, 'reorder')));
      await Promise.all(pending);
    },
  };
}

const ignore = (): void => {};

const without = (faults: CallbackFaults, name: FaultName): CallbackFaults => ({
  ...faults,
  names: faults.names.filter((each) => each !== name),
});

/** A stop rejects everything that waits. Every other error is a bug. */
export const rethrowUnlessStopped =
  (signal: AbortSignal) =>
  (error: unknown): void => {
    if (!signal.aborted) throw error;
  };
