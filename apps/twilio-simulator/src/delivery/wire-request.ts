import { createHmac } from 'node:crypto';
import type { Callback } from './callback.ts';
import type { CallbackFaults } from './faults.ts';

/** The HTTP request of one attempt. */
export interface WireRequest {
  method: 'POST' | 'GET';
  /** Empty if the URL is neither below the target nor on this machine. */
  origin: string;
  path: string;
  headers: Record<string, string>;
  /** The encoded parameters: the body of a POST, or part of the path of a GET. */
  form: string;
}

/** The address that callbacks are signed for, and the one that they are sent to. */
export interface Route {
  publicUrl: string;
  target: string;
}

/** What a callback is signed with. `isForOtherScheme`: for the URL with `http` for `https`, or the reverse. */
interface Signature {
  authToken: string;
  isForOtherScheme?: boolean;
}

/** Signs and encodes a callback. The idempotency token is the same in every attempt. */
export function prepareRequest(
  callback: Callback,
  { authToken, isForOtherScheme = false }: Signature,
  token: string,
  route: Route,
): WireRequest {
  const form = new URLSearchParams(callback.params).toString();
  const isPost = callback.method === 'POST';
  const bare = callback.url.replace(/#.*$/s, '');
  const url = isPost ? bare : `${bare}${bare.includes('?') ? '&' : '?'}${form}`;
  const { host, authorization, ...address } = locate(url, route);
  return {
    method: callback.method,
    ...address,
    headers: {
      host,
      ...authorization,
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'x-home-region': 'us1',
      'i-twilio-idempotency-token': token,
      'x-twilio-signature': signRequest(
        authToken,
        isForOtherScheme ? inOtherScheme(url) : url,
        isPost ? callback.params : {},
      ),
    },
    form,
  };
}

/** An address of this machine, such as the end of a tunnel. */
const LOOPBACK = /^http:\/\/127\.0\.0\.1(?::\d+)?(?=[/?]|$)/;

/**
 * Maps a URL to the target. Requests never leave this machine. It works byte by byte, not with `URL`, because the
 * receiver must get the path exactly as configured.
 */
function locate(url: string, { publicUrl, target }: Route) {
  const base = [publicUrl, target].find(
    (each) => url === each || (/^[/?]/.test(url.slice(each.length)) && url.startsWith(each)),
  );
  const here = LOOPBACK.test(url) ? url : '';
  const reached = base === undefined ? here : target + url.slice(base.length);
  const [, origin = '', path = ''] = /^(https?:\/\/[^/?]+)(.*)$/s.exec(reached) ?? [];
  const [, user, host = ''] = /^https?:\/\/(?:([^/?@]*)@)?([^/?]+)/.exec(url) ?? [];
  const authorization = user ? { authorization: `Basic ${btoa(decodeURIComponent(user))}` } : {};
  return { origin, path: path.startsWith('/') ? path : `/${path}`, host, authorization };
}

const inOtherScheme = (url: string): string =>
  url.startsWith('https:') ? url.replace('https:', 'http:') : url.replace('http:', 'https:');

/** The `X-Twilio-Signature` of a request: HMAC-SHA1 over the URL and all form parameters, sorted by name. */
export function signRequest(authToken: string, url: string, params: Readonly<Record<string, string>>): string {
  let text = signedUrl(url);
  for (const name of Object.keys(params).toSorted()) text += name + params[name];
  return createHmac('sha1', authToken).update(text).digest('base64');
}

/** The URL as Twilio signs it: without fragment, user and password, and over HTTPS without the port. */
export function signedUrl(url: string): string {
  const bare = url.replace(/#.*$/s, '').replace(/^(https?:\/\/)[^/?@]*@/, '$1');
  return bare.replace(/^(https:\/\/(?:\[[^\]]*\]|[^/?:]*)):\d+/, '$1');
}

/** A forged copy of a callback. Its parameters are wrong, so that a receiver that accepts it shows wrong data. */
export function forgeRequest(
  callback: Callback,
  forgery: CallbackFaults['forgery'],
  token: string,
  route: Route,
  authToken: string,
): WireRequest {
  const forged: Callback = { ...callback, params: { ...callback.params, ...forgedParams(callback) } };
  if (forgery === 'wrong-token') return prepareRequest(forged, { authToken: `not-${authToken}` }, token, route);
  const request = prepareRequest(forged, { authToken }, token, route);
  const { 'x-twilio-signature': _valid, ...unsigned } = request.headers;
  if (forgery === 'unsigned') return { ...request, headers: unsigned };
  const truth = prepareRequest(callback, { authToken }, token, route);
  return { ...request, headers: { ...unsigned, 'x-twilio-signature': truth.headers['x-twilio-signature'] ?? '' } };
}

function forgedParams({ kind, params }: Callback): Record<string, string> {
  if (kind === 'recording') return { RecordingUrl: `${params['RecordingUrl'] ?? ''}-forged` };
  if (kind === 'conference') return { FriendlyName: `${params['FriendlyName'] ?? ''}-forged` };
  if (kind === 'amd') return { AnsweredBy: 'fax' };
  return { CallStatus: params['CallStatus'] === 'failed' ? 'completed' : 'failed', CallDuration: '86399' };
}
