import type { CallRecord } from '../calls/call-record.ts';
import type { CallOrder } from './call-order.ts';

/** The call is over, whoever ended it. */
export class CallEnded extends Error {
  readonly status: 'canceled' | 'completed';
  constructor(status: 'canceled' | 'completed' = 'completed') {
    super('the call is over');
    this.status = status;
  }
}

/** REST gave the call another document. */
export class Redirected extends Error {
  readonly instructions: CallOrder['instructions'];
  constructor(instructions: CallOrder['instructions']) {
    super('the call goes on elsewhere');
    this.instructions = instructions;
  }
}

/** A call that can be broken in upon while it is played. */
export interface LiveCall {
  readonly record: CallRecord;
  /** As the work, unless the call is interrupted meanwhile, or was before: then it rejects with the reason. */
  during<T>(work: Promise<T>): Promise<T>;
  interrupt(reason: CallEnded | Redirected): void;
  /** The reason was taken notice of: the call goes on. */
  resume(): void;
}

export function openLiveCall(record: CallRecord): LiveCall {
  let interruption = silent();
  return {
    record,
    during: (work) => Promise.race([interruption.promise, work]),
    interrupt: (reason) => interruption.reject(reason),
    resume() {
      interruption = silent();
    },
  };
}

/** Rejecting it is no error of its own, whether anybody listens or not. */
function silent(): PromiseWithResolvers<never> {
  const resolvers = Promise.withResolvers<never>();
  resolvers.promise.catch(() => {});
  return resolvers;
}
