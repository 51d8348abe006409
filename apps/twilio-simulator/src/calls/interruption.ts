import type { EndedBy } from '../truth/call-record.ts';
import type { TwimlSource } from '../twiml/twiml-source.ts';

/** The call is over. */
export class CallEnded extends Error {
  readonly by: EndedBy;
  constructor(by: EndedBy) {
    super('the call is over');
    this.by = by;
  }
}

/** REST gave the call another document. */
export class Redirected extends Error {
  readonly instructions: TwimlSource;
  constructor(instructions: TwimlSource) {
    super('the call goes on elsewhere');
    this.instructions = instructions;
  }
}

/** Breaks in upon a leg while it is played. */
export interface Interruption {
  /** Breaks off everything where it is. */
  readonly stop: AbortSignal;
  /** Aborted with the reason when the leg, or the one it was dialled for, is broken in upon; and at a stop. */
  readonly signal: AbortSignal;
  interrupt(reason: CallEnded | Redirected): void;
  /** The reason was taken notice of: the call goes on. */
  resume(): void;
  /** As the work, unless the leg is broken in upon meanwhile, or was before: then it rejects with the reason. */
  during<T>(work: Promise<T>): Promise<T>;
}

/** `parent`: of the call that the leg was dialled for. */
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
