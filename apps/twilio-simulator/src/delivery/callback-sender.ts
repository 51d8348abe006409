import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../random.ts';
import type { Callback } from './callback.ts';
import type { DeliveryCounts } from './delivery-counts.ts';
import { drawFaults, type FaultName, type FaultRates, type CallbackFaults } from './faults.ts';
import type { Send } from './outbox.ts';
import type { Attempt } from './attempt.ts';

/** One call's way to the receiver. Callbacks leave in order but nobody waits for their answers, as with Twilio. */
export interface CallbackSender {
  send(callback: Callback): void;
  /** For a request whose answer the call goes on with. */
  request(callback: Callback): Promise<Attempt | undefined>;
  /** Resolves when everything has been sent and answered, or given up. */
  settled(): Promise<void>;
}

interface SenderParts {
  send: Send;
  counts: DeliveryCounts;
  rates: FaultRates;
  /** Of the call, so that its faults do not depend on other calls. */
  seed: string;
  signal: AbortSignal;
}

type PreparedCallback = { faults: CallbackFaults; dispatch: (faults?: CallbackFaults) => Promise<Attempt | undefined> };

export function openCallbackSender({ send, counts, rates, seed, signal }: SenderParts): CallbackSender {
  const pending = new Set<Promise<unknown>>();
  let held: PreparedCallback[] = [];
  let ordinal = 0;

  const prepare = (callback: Callback): PreparedCallback => {
    counts.callbacks_planned++;
    const random = seededRandom(seed, 'callback', ordinal++);
    const faults = drawFaults(random, rates, callback.kind);
    return { faults, dispatch: (applied = faults) => send(callback, applied, random) };
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
      // Who asked hears of a failure; the call may be over before the answer is here.
      track(answered.then(ignore, ignore));
      return answered;
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending);
      // Nothing came after what is still held: it could not be reordered and just comes last.
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

/** A stopped load rejects what waits; every other error is a bug and must be heard. */
const rethrowUnlessStopped =
  (signal: AbortSignal) =>
  (error: unknown): void => {
    if (!signal.aborted) throw error;
  };
