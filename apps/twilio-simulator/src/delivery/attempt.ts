import type { Dispatcher } from 'undici';

export interface Attempt {
  /** By the wall clock, milliseconds since 1970. */
  startedAt: number;
  ms: number;
  status?: number;
  /** `ct`: no connection; `rt`: connected, but no answer. The names are those of the connection overrides. */
  failure?: 'ct' | 'rt';
  error?: string;
  contentType?: string;
  body?: string;
}

export interface AttemptLimits {
  connectTimeoutMs: number;
  readTimeoutMs: number;
  /** The rest of the total timeout. */
  remainingMs: number;
}

interface AttemptWatch {
  events: Dispatcher.DispatchHandler;
  fail(failure: 'ct' | 'rt', error: string): void;
}

/** Measures one attempt. The read timeout starts with the connection. */
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
    // An answer whose status has arrived counts, even if its body does not end.
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
      timer = setTimeout(() => fail('rt', 'no answer in time'), Math.max(0, Math.min(limits.readTimeoutMs, leftMs)));
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

/** Rounded to 0.1 ms. */
export const elapsedMs = (began: number): number => Math.round((performance.now() - began) * 10) / 10;
