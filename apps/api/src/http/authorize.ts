import { covers, scopeOf, type Actor, type Permission } from '@trunkline/access';
import type { RequestHandler, Response } from 'express';
import type { Identity } from '../identity/authenticate.ts';
import { forbidden, Problem } from './problem.ts';
import type { Route } from './route.ts';

/** Lets in whoever may do this, to what is no endpoint of ours. */
export const onlyWith =
  (permission: Permission): RequestHandler =>
  (_request, response, next) => {
    allow({ permission }, response, true);
    next();
  };

/** Who asks, if they may; `authenticate` put it there. A key's scopes hold with and without the guard. */
export function allow({ permission }: Pick<Route, 'permission'>, response: Response, isGuarded: boolean): Actor {
  const { actor, scopes, refusal } = response.locals as Identity;
  if (permission === 'public') return actor ?? { id: null, role: 'client' };
  if (refusal) throw refusal;
  if (!actor) throw new Problem('unauthenticated', 'Log in, or give a key: X-API-Key or Authorization: Bearer.');
  if (isGuarded && scopeOf(actor.role, permission) === undefined) throw forbidden();
  if (!covers(scopes ?? [], permission))
    throw new Problem('forbidden', `This key’s scopes do not cover ${permission.replace('.', ':')}.`);
  return actor;
}

/** Whether this actor may do this too, with the scopes of the key that was given. */
export const isAllowed = ({ role }: Actor, response: Response, permission: Permission): boolean =>
  scopeOf(role, permission) !== undefined && covers((response.locals as Identity).scopes ?? [], permission);
