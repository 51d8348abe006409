import type { Role } from '@trunkline/access';
import type { Queryable } from '@trunkline/db/connection';
import { findLiveApiKey, findLiveSession, findPersonsRole } from '@trunkline/db/identity';
import type { Credential } from './credential.ts';

/**
 * Whether a credential that let somebody in still does, and as the same role: for streams, which outlive a key that is
 * revoked, a session that ends, a person who is demoted. One lookup by key; ask every three seconds.
 */
export async function isStillAdmitted(db: Queryable, credential: Credential, now = new Date()): Promise<boolean> {
  if (credential.expiresAt && credential.expiresAt <= now) return false;
  return (await roleNow(db, credential)) === credential.role;
}

async function roleNow(db: Queryable, { kind, id, role }: Credential): Promise<Role | undefined> {
  switch (kind) {
    case 'key':
      return (await findLiveApiKey(db, id))?.role;
    case 'session':
      return (await findLiveSession(db, id))?.role;
    case 'token':
      return roleOfSubject(await findPersonsRole(db, id), role);
    case 'operator':
    case 'password':
    case 'environment-key':
      return role;
  }
}

/** A subject without a profile is what its token said. */
const roleOfSubject = (profile: { role: Role; isActive: boolean } | undefined, said: Role): Role | undefined => {
  if (!profile) return said;
  return profile.isActive ? profile.role : undefined;
};
