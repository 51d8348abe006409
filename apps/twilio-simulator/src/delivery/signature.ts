import { createHmac } from 'node:crypto';

/** `X-Twilio-Signature` of a request: HMAC-SHA1 over the URL and every form parameter, sorted by name. */
export function signRequest(authToken: string, url: string, params: Readonly<Record<string, string>>): string {
  let text = signedUrl(url);
  for (const name of Object.keys(params).toSorted()) text += name + params[name];
  return createHmac('sha1', authToken).update(text).digest('base64');
}

/** The URL as Twilio signs it: no fragment, no user and password, and for voice over HTTPS no port either. */
export function signedUrl(url: string): string {
  const bare = url.replace(/#.*$/s, '').replace(/^(https?:\/\/)[^/?@]*@/, '$1');
  return bare.replace(/^(https:\/\/(?:\[[^\]]*\]|[^/?:]*)):\d+/, '$1');
}
