import { signCallback } from '@trunkline/twilio';
import type { Callback } from './watch-callbacks.ts';

export type Forwarded = {
  /** Undefined where there was no answer. */
  status?: number;
  ms: number;
  error?: string;
};

export type Forward = (callback: Callback) => Promise<Forwarded>;

/** As long as Twilio waits for an answer. */
const ANSWERS_WITHIN_MS = 15_000;

/**
 * Posts a callback to an application under development, signed for that URL as Twilio would. An origin gets the path of the
 * callback as well; a URL with a path gets all of them.
 */
export async function forwardCallback(
  to: string,
  authToken: string | undefined,
  callback: Callback,
): Promise<Forwarded> {
  const began = performance.now();
  const url = forwardUrl(to, callback.raw_target);
  const fields = fieldsOf(callback.payload);
  const signed = authToken === undefined ? undefined : signCallback(authToken, url, fields);
  const headers = {
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
    'user-agent': 'TwilioProxy/1.1',
    ...(callback.idempotency_token !== null && { 'i-twilio-idempotency-token': callback.idempotency_token }),
    ...signed?.headers,
  };
  const body = signed?.body ?? new URLSearchParams(fields).toString();
  const ms = (): number => Math.round(performance.now() - began);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    await response.body?.cancel();
    return { status: response.status, ms: ms() };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    return { ms: ms(), error: cause?.code ?? message };
  }
}

/** Where a callback with this path and query goes. */
export function forwardUrl(to: string, target: string): string {
  const url = new URL(to);
  const [, path = '', query = ''] = /^([^?]*)(\?.*)?$/.exec(target) ?? [];
  if (url.pathname === '/' && url.search === '') return `${url.origin}${path}${query}`;
  return `${url.href}${url.search ? query.replace('?', '&') : query}`;
}

const fieldsOf = (payload: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries((payload ?? {}) as Record<string, unknown>).map(([name, value]) => [name, String(value)]),
  );
