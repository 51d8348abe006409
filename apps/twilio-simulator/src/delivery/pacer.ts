/** Limits requests to `rate` per second and `maxInFlight` at once. */
export interface Pacer {
  /** Resolves when a request may start. Call the result when the request has ended. */
  acquire(): Promise<() => void>;
  waiting(): number;
}

export function createPacer(rate: number, maxInFlight: number, signal: AbortSignal): Pacer {
  const burst = Math.max(1, rate / 50);
  const queue: PromiseWithResolvers<() => void>[] = [];
  let tokens = burst;
  let refilledAt = performance.now();
  let inFlight = 0;
  let timer: NodeJS.Timeout | undefined;

  const release = (): void => {
    inFlight--;
    pump();
  };
  const refill = (): void => {
    const now = performance.now();
    tokens = Math.min(burst, tokens + ((now - refilledAt) * rate) / 1000);
    refilledAt = now;
  };
  const pump = (): void => {
    refill();
    while (queue.length > 0 && tokens >= 1 && inFlight < maxInFlight) {
      tokens--;
      inFlight++;
      queue.shift()?.resolve(release);
    }
    if (queue.length > 0 && inFlight < maxInFlight) timer ??= setTimeout(wake, tickMs);
  };
  const wake = (): void => {
    timer = undefined;
    pump();
  };

  signal.addEventListener('abort', () => {
    for (const waiter of queue.splice(0)) waiter.reject(signal.reason);
  });
  return {
    acquire() {
      signal.throwIfAborted();
      const waiter = Promise.withResolvers<() => void>();
      queue.push(waiter);
      pump();
      return waiter.promise;
    },
    waiting: () => queue.length,
  };
}

const tickMs = 5;
