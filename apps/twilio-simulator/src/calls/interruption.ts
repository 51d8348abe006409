import type { EndedBy } from '../truth/call-record.ts';
import type { TwimlSource } from '../twiml/twiml-source.ts';

/** The reason of an interruption: the call was ended. */
export class CallEnded extends Error {
  readonly by: EndedBy;
  constructor(by: EndedBy) {
    super('the call was ended');
    this.by = by;
  }
}

/** The reason of an interruption: REST gave the call another document. */
export class CallRedirected extends Error {
  readonly source: TwimlSource;
  constructor(source: TwimlSource) {
    super('the call was redirected');
    this.source = source;
  }
}

/** Ends or redirects a leg while it is played. */
export interface Interruption {
  /** Aborted when the load, or the simulator, stops: the leg is abandoned where it is. */
  readonly stop: AbortSignal;
  /** Aborted with the reason when the leg or its parent is interrupted, and on `stop`. */
  readonly signal: AbortSignal;
  interrupt(reason: CallEnded | CallRedirected): void;
  /** The reason is handled: the call goes on with a fresh `signal`. */
  resume(): void;
  /** Settles as `work` does. Rejects with the reason if the leg itself is interrupted before. */
  during<T>(work: Promise<T>): Promise<T>;
}

/** `parent`: the interruption of the call that dialled the leg. */
export function openInterruption(stop: AbortSignal, parent?: Interruption): Interruption {
  let own = new AbortController();
  const compose = () => AbortSignal.any([parent?.signal ?? stop, own.signal]);
  let signal = compose();
  return {
    stop,
    get signal() {
      return signal;
    },
    interrupt: (reason) => own.abort(reason),
    resume() {
      own = new AbortController();
      signal = compose();
    },
    async during(work) {
      const interrupted = Promise.withResolvers<never>();
      const reject = (): void => interrupted.reject(own.signal.reason);
      const { signal: watched } = own;
      watched.addEventListener('abort', reject, { once: true });
      if (watched.aborted) reject();
      try {
        return await Promise.race([interrupted.promise, work]);
      } finally {
        watched.removeEventListener('abort', reject);
      }
    },
  };
}
