import { createHmac } from 'node:crypto';

/** Twilio's signature of a form whose names do not repeat. */
export type Sign = (target: string, fields: Readonly<Record<string, string>>) => string;

/** Signs requests to the public origin, as Twilio does with the account's token. */
export const signerOf =
  (origin: string, token: string): Sign =>
  (target, fields) => {
    const pairs = Object.entries(fields).map((pair) => pair.join(''));
    return createHmac('sha1', token)
      .update(origin + target + pairs.toSorted().join(''))
      .digest('base64');
  };

/** Posts a form to an ingest at `at`, signed. */
export function postSigned(
  at: string,
  sign: Sign,
  target: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
  signal: AbortSignal | null = null,
): Promise<Response> {
  return fetch(`${at}${target}`, {
    method: 'POST',
    signal,
    body: new URLSearchParams(fields).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': sign(target, fields),
      ...headers,
    },
  });
}
