import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Identity } from '../identity/authenticate.ts';
import type { ApiConfig } from '../config.ts';
import { Problem } from './problem.ts';
import { MEDIA_PATH } from '../recordings/url-signer.ts';

/** What is asked for piece by piece, by whoever has a signed URL of it. */
const EXEMPT = [MEDIA_PATH];

/**
 * So many requests a minute for each actor, or each address of whoever is nobody; counted by this process alone, so that
 * no other server's outage is one of the API. Whoever works on this machine is not counted.
 */
export const limitRequests = ({ API_RATE_PER_MINUTE: limit }: Pick<ApiConfig, 'API_RATE_PER_MINUTE'>): RequestHandler =>
  rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    identifier: 'requests',
    keyGenerator: whoAsks,
    skip: (request, response) =>
      identityOf(response).credential?.kind === 'operator' ||
      EXEMPT.some((path) => request.path === path || request.path.startsWith(`${path}/`)),
    handler: (_request, _response, next) =>
      next(new Problem('rate_limited', `At most ${limit} requests a minute. Wait as long as Retry-After says.`)),
  });

function whoAsks(request: Request, response: Response): string {
  const { actor, credential } = identityOf(response);
  return actor?.id ?? credential?.kind ?? ipKeyGenerator(request.ip ?? '');
}

const identityOf = ({ locals }: Response): Identity => locals;
