import { covers, PERMISSIONS, scopeOf, type Actor, type Role } from '@trunkline/access';
import { forbidden, Problem } from '../http/problem.ts';
import type { RouteContext } from '../http/route.ts';

/**
 * Throws a 403 if a key or password with this role and these scopes would have a permission that the principal itself
 * does not have. Otherwise a key with few scopes could create one with all.
 */
export function refuseEscalation(may: RouteContext['may'], role: Role, scopes: readonly string[] = ['*']): void {
  const granted = PERMISSIONS.filter(
    (permission) => scopeOf(role, permission) !== undefined && covers(scopes, permission),
  );
  if (!granted.every(may))
    throw new Problem(
      'forbidden',
      'This grants permissions that you do not have. Choose a lower role or fewer scopes.',
    );
}

/** Throws a 403 if a superadmin is concerned and the actor may not manage superadmins. */
export function refuseSuperadmin(
  actor: Actor,
  role: Role | undefined,
  permission: 'users.manage-superadmins' | 'keys.manage-superadmins',
): void {
  if (role === 'superadmin' && scopeOf(actor.role, permission) === undefined) throw forbidden();
}
