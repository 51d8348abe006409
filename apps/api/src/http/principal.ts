import { covers, scopeOf, type Actor, type Permission, type Role } from '@trunkline/access';
import type { Response } from 'express';
import type { Problem } from './problem.ts';

/**
 * How a principal authenticated, kept to check later whether it still holds. `id` is no secret: the prefix of a key, the
 * digest of a session, the subject of a token.
 */
export type Credential = {
  kind: 'anonymous' | 'operator' | 'password' | 'environment-key' | 'key' | 'token' | 'session';
  id: string;
  role: Role;
  expiresAt: Date | null;
};

/** The authenticated sender of a request. `scopes` narrow what its role may do. */
export type Principal = { actor: Actor; scopes: readonly string[]; credential: Credential };

/** Scopes that narrow nothing. */
export const ALL_SCOPES: readonly string[] = ['*'];

/** The sender of a request to a public endpoint without credentials. */
export const ANONYMOUS: Principal = {
  actor: { id: null, role: 'client' },
  scopes: [],
  credential: { kind: 'anonymous', id: 'anonymous', role: 'client', expiresAt: null },
};

/** Result of authentication: a principal, the reason for refusing the credential, or neither without a credential. */
export type Identity = { principal?: Principal; refusal?: Problem };

/** Stores the result of authentication with the response. */
export function setIdentity({ locals }: Response, identity: Identity): void {
  (locals as Locals).identity = identity;
}

/** The result of authentication; empty before `authenticate` has run. */
export const identityOf = ({ locals }: Response): Identity => (locals as Locals).identity ?? {};

/** The only place that knows the shape of `response.locals`. */
type Locals = { identity?: Identity };

/** The principal of a request whose route has been authorized. */
export const principalOf = (response: Response): Principal => identityOf(response).principal ?? ANONYMOUS;

/** True if both the role and the scopes of the principal include the permission. */
export const hasPermission = ({ actor, scopes }: Principal, permission: Permission): boolean =>
  scopeOf(actor.role, permission) !== undefined && covers(scopes, permission);
