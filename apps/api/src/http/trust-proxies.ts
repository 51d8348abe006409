import { clientAddress, type Logger } from '@trunkline/service';
import type { Express, Request, RequestHandler } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { ApiConfig } from '../config.ts';

/**
 * Lets the proxies of TRUSTED_PROXIES, and no other peer, say for which client they send a request. Without any, the
 * first request that comes through a proxy is logged: all its clients share one limit.
 */
export function trustProxies(
  app: Express,
  { TRUSTED_PROXIES }: Pick<ApiConfig, 'TRUSTED_PROXIES'>,
  log: Pick<Logger, 'warn'>,
): void {
  app.set('trust proxy', [...TRUSTED_PROXIES]);
  if (TRUSTED_PROXIES.size === 0) app.use(warnOfProxy(log));
}

function warnOfProxy(log: Pick<Logger, 'warn'>): RequestHandler {
  let isLogged = false;
  return (request, _response, next) => {
    if (!isLogged && request.headers['x-forwarded-for'] !== undefined) {
      isLogged = true;
      log.warn(
        'TRUSTED_PROXIES is empty, and a request has X-Forwarded-For: clients behind a proxy share one limit. Set it to the addresses of the proxy, if the proxy is yours.',
      );
    }
    next();
  };
}

/** The client of a request, as limits count it: an IPv4 address, or a /56 of IPv6, since one sender has all its addresses. */
export const clientOf = (request: Pick<Request, 'ip' | 'socket'>): string => ipKeyGenerator(clientAddress(request));
