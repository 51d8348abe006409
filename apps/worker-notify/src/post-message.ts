import { isPublicAddress, lookupPublic, PrivateAddressError } from '@trunkline/service';
import { parseRetryAfter } from '@trunkline/telephony/webhooks';
import { request } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { isIP } from 'node:net';
import type { EndpointAnswer } from './delivery-outcome.ts';

/** From the name lookup to the response's status line, in all. */
const ANSWER_WITHIN_MS = 10_000;

/** Which URLs may be requested: in production only https, and only public addresses unless private ones are allowed. */
export type Reach = { isProduction: boolean; mayBePrivate: boolean };

type Message = { url: URL; headers: Record<string, string>; body: string };

/** Sends one POST and returns its status, and how long it asks to wait. The response body is not read, and a redirect is not followed. */
export function postMessage(
  { url, headers, body }: Message,
  { isProduction, mayBePrivate }: Reach,
): Promise<EndpointAnswer> {
  const { promise, resolve } = Promise.withResolvers<EndpointAnswer>();
  const address = url.hostname.replace(/^\[|\]$/g, '');
  if (isProduction && url.protocol !== 'https:') return Promise.resolve({ refused: 'is not https' });
  if (!mayBePrivate && isIP(address) !== 0 && !isPublicAddress(address)) return Promise.resolve(PRIVATE); // an address is not looked up
  const outgoing = (url.protocol === 'https:' ? requestSecurely : request)(url, {
    method: 'POST',
    agent: false,
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    headers: { ...headers, 'content-length': `${Buffer.byteLength(body)}`, 'user-agent': 'trunkline' },
    ...(!mayBePrivate && { lookup: lookupPublic }),
  });
  outgoing.on('response', (response) => {
    const retryAfterSeconds = parseRetryAfter(response.headers['retry-after'], new Date());
    resolve({ status: response.statusCode ?? 0, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });
    response.destroy();
  });
  outgoing.on('error', (error) => resolve(error instanceof PrivateAddressError ? PRIVATE : { error: reasonOf(error) }));
  outgoing.end(body);
  return promise;
}

const PRIVATE: EndpointAnswer = { refused: 'leads into a private network' };

/** The reason in an error's code: its message may contain addresses. */
function reasonOf(error: Error): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `did not answer within ${ANSWER_WITHIN_MS / 1000} s`;
  return `could not be reached: ${(error as NodeJS.ErrnoException).code ?? error.name}`;
}
