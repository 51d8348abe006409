import type { Actor, Role } from '@trunkline/access';

/**
 * How somebody proved who they are, for asking later whether that still holds. `id` is no secret: a key's prefix, a
 * session's digest, the subject of a token.
 */
export type Credential = {
  kind: 'operator' | 'password' | 'environment-key' | 'key' | 'token' | 'session';
  id: string;
  role: Role;
  expiresAt: Date | null;
};

/** Who asks; `scopes` narrow what the role may. */
export type Caller = { actor: Actor; scopes: readonly string[]; credential: Credential };

/** What a role may, unabridged. */
export const UNABRIDGED: readonly string[] = ['*'];
