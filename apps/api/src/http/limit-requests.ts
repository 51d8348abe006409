import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { ApiConfig } from '../config.ts';
import { identityOf } from './principal.ts';
import { Problem } from './problem.ts';
import { clientOf } from './trust-proxies.ts';

/**
 * Limits requests per minute for each actor, or for each address of anonymous senders. Counters live in this process, so
 * that no other server is needed. Exempt are the operator of this machine and paths below `exempt`, which players read
 * in many small ranges.
 */
export const limitRequests = (
  { API_RATE_PER_MINUTE: limit }: Pick<ApiConfig, 'API_RATE_PER_MINUTE'>,
  exempt: readonly string[],
): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: 'requests',
    keyGenerator: keyOf,
    skip: (request, response) =>
      identityOf(response).principal?.credential.kind === 'operator' ||
      exempt.some((path) => request.path === path || request.path.startsWith(`${path}/`)),
    handler: (_request, _response, next) =>
      next(new Problem('rate_limited', `The limit is ${limit} requests a minute. Wait the seconds of Retry-After.`)),
  });

function keyOf(request: Request, response: Response): string {
  const { principal } = identityOf(response);
  return principal?.actor.id ?? principal?.credential.kind ?? clientOf(request);
}
