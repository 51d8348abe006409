import type { Dispatcher } from 'undici';

export interface Attempt {
  /** By the wall clock, milliseconds since 1970. */
  startedAt: number;
  ms: number;
  status?: number;
  /** `ct`: no connection; `rt`: connected, but no answer. */
  failure?: 'ct' | 'rt';
  error?: string;
  contentType?: string;
  body?: string;
}

export interface AttemptLimits {
  connectTimeoutMs: number;
  readTimeoutMs: number;
  /** What is left of the total time. */
  remainingMs: number;
}

interface AttemptWatch {
  events: Dispatcher.DispatchHandler;
  fail(failure: 'ct' | 'rt', error: string): void;
}

/** Follows one attempt; the read timeout starts to run when the connection stands. */
export function watchAttempt(limits: AttemptLimits, settle: (attempt: Attempt) => void): AttemptWatch {
  const startedAt = Date.now();
  const began = performance.now();
  const chunks: Buffer[] = [];
  let controller: Dispatcher.DispatchController | undefined;
  let status: number | undefined;
  let contentType: string | undefined;
  let isSettled = false;

  const finish = (outcome: Omit<Attempt, 'ms' | 'startedAt'>): void => {
    if (isSettled) return;
    isSettled = true;
    clearTimeout(timer);
    const settled = contentType === undefined ? outcome : { contentType, ...outcome };
    settle({ startedAt, ms: elapsedMs(began), ...settled });
  };
  const fail = (failure: 'ct' | 'rt', error: string): void => {
    // An answer that has begun counts, even if its body never ends.
    finish(status === undefined ? { failure, error } : { status, error });
    controller?.abort(new Error(error));
  };
  let timer = setTimeout(() => fail('ct', 'no connection in time'), limits.remainingMs);

  const events: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started;
      if (isSettled) return started.abort(new Error('too late'));
      clearTimeout(timer);
      const leftMs = limits.remainingMs - (performance.now() - began);
      timer = setTimeout(() => fail('rt', 'no answer in time'), Math.min(limits.readTimeoutMs, leftMs));
    },
    onResponseStart(_controller, code, headers) {
      status = code;
      contentType = headers['content-type']?.toString();
    },
    onResponseData: (_controller, chunk) => void chunks.push(chunk),
    onResponseEnd: () => finish({ ...(status !== undefined && { status }), body: Buffer.concat(chunks).toString() }),
    onResponseError: (_controller, error) =>
      fail(controller ? 'rt' : 'ct', 'code' in error ? String(error.code) : error.message),
  };
  return { events, fail };
}

/** To a tenth of a millisecond. */
export const elapsedMs = (began: number): number => Math.round((performance.now() - began) * 10) / 10;
