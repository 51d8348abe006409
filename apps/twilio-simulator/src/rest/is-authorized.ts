import type { Account } from '../account.ts';

/** Basic authentication, by AccountSid and AuthToken or by API key and secret. */
export function isAuthorized({ sid, authToken, apiKey, apiSecret }: Account, authorization: string | undefined) {
  return [`${sid}:${authToken}`, `${apiKey}:${apiSecret}`].some(
    (pair) => authorization === `Basic ${Buffer.from(pair).toString('base64')}`,
  );
}
