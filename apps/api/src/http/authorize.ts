import { covers, scopeOf, type Permission } from '@trunkline/access';
import type { RequestHandler, Response } from 'express';
import { ANONYMOUS, identityOf, type Principal } from './principal.ts';
import { forbidden, Problem } from './problem.ts';
import type { Route } from './route.ts';

/** Guards what is mounted besides our own endpoints, such as the queue board. */
export const requirePermission =
  (permission: Permission): RequestHandler =>
  (_request, response, next) => {
    authorize({ permission }, response, true);
    next();
  };

/**
 * Returns the principal if it may use the endpoint; throws a 401 or 403 otherwise. `isGuarded` is false only in the proof
 * that row-level security suffices alone; the scopes of a key hold even then.
 */
export function authorize(
  { permission }: Pick<Route, 'permission'>,
  response: Response,
  isGuarded: boolean,
): Principal {
  const { principal, refusal } = identityOf(response);
  if (permission === 'public') return principal ?? ANONYMOUS;
  if (refusal) throw refusal;
  if (!principal) throw new Problem('unauthenticated', 'Log in, or send a key as X-API-Key or Authorization: Bearer.');
  if (isGuarded && scopeOf(principal.actor.role, permission) === undefined) throw forbidden();
  if (!covers(principal.scopes, permission))
    throw new Problem(
      'forbidden',
      `The scopes of this key do not cover ${permission.replace('.', ':')}. Use a key that has this scope.`,
    );
  return principal;
}
