import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';

/** A form as Twilio sends it to a URL, with its signature. */
export type SignedCallback = { headers: Readonly<Record<string, string>>; body: string };

/** Signs a callback as Twilio does, for a test of our own endpoint. */
export function signCallback(authToken: string, url: string, fields: Readonly<Record<string, string>>): SignedCallback {
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'x-twilio-signature': getExpectedTwilioSignature(authToken, url, fields),
    },
    body: new URLSearchParams(fields).toString(),
  };
}
