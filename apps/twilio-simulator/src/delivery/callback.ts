import type { Target } from '../twiml/twiml-source.ts';
import { signRequest } from './signature.ts';

export type CallbackKind = 'status' | 'recording' | 'amd' | 'conference' | TwimlRequestKind;
type TwimlRequestKind = 'voice' | 'dial-action' | 'record-action' | 'gather-action';

const twimlRequestKinds: ReadonlySet<string> = new Set(['voice', 'dial-action', 'record-action', 'gather-action']);

/** The call goes on with the answer to such a request. */
export const asksForTwiml = (kind: CallbackKind): boolean => twimlRequestKinds.has(kind);

export type Params = Record<string, string>;

/** One logical request: sent once or twice, retried or dropped, it stays the same callback. */
export interface Callback {
  kind: CallbackKind;
  callSid: string;
  method: 'POST' | 'GET';
  /** As the account's owner configured it, fragment included. */
  url: string;
  params: Params;
}

/** What goes over the wire in one attempt. */
export interface WireRequest {
  method: 'POST' | 'GET';
  /** Empty if the URL leads somewhere else than to the target. */
  origin: string;
  path: string;
  headers: Record<string, string>;
  /** The parameters, encoded: the body of a POST; a GET has them in its path. */
  form: string;
}

/** The address that callbacks are signed for, and the one that they are really sent to. */
export interface Route {
  publicUrl: string;
  target: string;
}

/** Signs and encodes a callback. The idempotency token is the same in every attempt. */
export function prepareRequest(callback: Callback, authToken: string, token: string, route: Route): WireRequest {
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
      'x-twilio-signature': signRequest(authToken, url, isPost ? callback.params : {}),
    },
    form,
  };
}

/**
 * Where a URL is really reached: only through the target, never on the network outside. Byte for byte, not through
 * `URL`, because a receiver must see the path exactly as it was configured.
 */
function locate(url: string, { publicUrl, target }: Route) {
  const base = [publicUrl, target].find(
    (each) => url === each || (/^[/?]/.test(url.slice(each.length)) && url.startsWith(each)),
  );
  const reached = base === undefined ? '' : target + url.slice(base.length);
  const [, origin = '', path = ''] = /^(https?:\/\/[^/?]+)(.*)$/s.exec(reached) ?? [];
  const [, user, host = ''] = /^https?:\/\/(?:([^/?@]*)@)?([^/?]+)/.exec(url) ?? [];
  const authorization = user ? { authorization: `Basic ${btoa(decodeURIComponent(user))}` } : {};
  return { origin, path: path.startsWith('/') ? path : `/${path}`, host, authorization };
}

/** Undefined without a URL. */
export function callbackTo(
  callSid: string,
  kind: CallbackKind,
  { url, method }: Target,
  params: Params,
): Callback | undefined {
  return url ? { kind, callSid, method: method === 'GET' ? 'GET' : 'POST', url, params } : undefined;
}
