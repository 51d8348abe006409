import { setTimeout as sleep } from 'node:timers/promises';
import type { Attempt } from './attempt.ts';
import type { ConnectionOverrides, FailureClass } from './connection-overrides.ts';
import type { SendMode, Transport } from './transport.ts';
import type { WireRequest } from './wire-request.ts';

export const isAcknowledged = ({ status = 0 }: Attempt): boolean => status >= 200 && status < 300;

/** Delivers by Twilio's rules: retries as the connection overrides say, within the total timeout, then never again. */
export async function deliver(
  transport: Transport,
  request: WireRequest,
  overrides: ConnectionOverrides,
  mode: SendMode = 'whole',
): Promise<readonly [Attempt, ...Attempt[]]> {
  const { connectTimeoutMs, readTimeoutMs, totalTimeoutMs, retries } = overrides;
  const deadline = performance.now() + totalTimeoutMs;
  const tryOnce = (): Promise<Attempt> => {
    const remainingMs = deadline - performance.now();
    return transport.attempt(request, { connectTimeoutMs, readTimeoutMs, remainingMs }, mode);
  };
  const attempts: [Attempt, ...Attempt[]] = [await tryOnce()];
  for (let retry = 0; retry < retries && isRetried(attempts.at(-1) as Attempt, overrides); retry++) {
    const pauseMs = firstPauseMs * 2 ** retry;
    if (performance.now() + pauseMs >= deadline) break;
    await sleep(pauseMs, undefined, { signal: transport.closing }).catch(() => {});
    if (transport.closing.aborted) break;
    attempts.push(await tryOnce());
  }
  return attempts;
}

/**
 * Twilio documents no pause between attempts. This one, doubled each time, lets five retries outlast a restart of the
 * receiver.
 */
const firstPauseMs = 100;

function isRetried(attempt: Attempt, { retryOn }: ConnectionOverrides): boolean {
  const failure = classify(attempt);
  return failure !== undefined && retryOn.has(failure);
}

function classify({ status, failure, error }: Attempt): FailureClass | undefined {
  if (failure) return failure;
  // An answer that broke off after its status is not retried.
  if (error || status === undefined || status < 400) return undefined;
  return status < 500 ? '4xx' : '5xx';
}
