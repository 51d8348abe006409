import { isProxied } from '@trunkline/service';
import type { RequestHandler } from 'express';
import type { IncomingMessage } from 'node:http';
import { Problem } from './problem.ts';

const LOOPBACK_ADDRESS = /^(?:::ffff:)?127(?:\.\d{1,3}){3}$|^::1$/;
const LOOPBACK_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * True for a request that begins on this machine. `Host` must be a loopback name as well: a page on the internet can
 * point its own name here (DNS rebinding), and that name is then in `Host`.
 */
export function isLocal({ socket, headers, httpVersion }: Pick<IncomingMessage, 'socket' | 'headers' | 'httpVersion'>) {
  if (!LOOPBACK_ADDRESS.test(socket.remoteAddress ?? '')) return false;
  if (isProxied({ headers })) return false;
  if (httpVersion !== '1.1') return false; // nginx without settings: HTTP/1.0, no header added, and its own target as Host
  return LOOPBACK_HOST.test(headers.host ?? '');
}

/** Methods that change nothing. */
export const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);
const OWN_SITE = new Set(['same-origin', 'none']);

/** Refuses a change that a browser sends from a page of another site. Programs send neither of the two headers. */
export const refuseForeignWrites: RequestHandler = (request, _response, next) => {
  if (SAFE_METHODS.has(request.method)) return next();
  const [site, origin] = [request.get('sec-fetch-site'), request.get('origin')];
  const isForeign = (site && !OWN_SITE.has(site)) || (origin && hostOf(origin) !== request.get('host')?.toLowerCase());
  if (isForeign) throw new Problem('forbidden', 'Changes from a page of another site are refused.');
  next();
};

/** Each of these shows that a page of this site sends the request: browsers set the first two, other sites cannot set the third. */
const OF_THIS_SITE = ['sec-fetch-site', 'origin', 'x-requested-with'];

/** True for a request that says which site it comes from. `refuseForeignWrites` checks what it says; a form of any page may send neither. */
export const namesItsSite = ({ headers }: Pick<IncomingMessage, 'headers'>): boolean =>
  OF_THIS_SITE.some((name) => headers[name] !== undefined);

/** Host and port; the scheme is left out, since a proxy may have ended TLS. */
const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);
