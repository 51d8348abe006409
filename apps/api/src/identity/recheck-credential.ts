import type { Role } from '@trunkline/access';
import type { Queryable } from '@trunkline/db/connection';
import { findLiveApiKey, findLiveSession, findPersonsRole } from '@trunkline/db/identity';
import type { Credential } from '../http/principal.ts';

/**
 * True while a credential is valid and has the same role. Streams check it, as they can outlive a key, a session or a
 * role. One lookup by primary key; called every two seconds for each credential.
 */
export async function isStillValid(db: Queryable, credential: Credential, now = new Date()): Promise<boolean> {
  if (credential.expiresAt && credential.expiresAt <= now) return false;
  return (await roleNow(db, credential)) === credential.role;
}

async function roleNow(db: Queryable, { kind, id, role }: Credential): Promise<Role | undefined> {
  switch (kind) {
    case 'key':
      return (await findLiveApiKey(db, { prefix: id }))?.role;
    case 'session':
      return (await findLiveSession(db, id))?.role;
    case 'token':
      return roleOfSubject(await findPersonsRole(db, id), role);
    case 'anonymous':
    case 'operator':
    case 'password':
    case 'environment-key':
      return role;
  }
}

/** The role of a token's subject: that of its profile, or the role in the token if it has no profile. */
const roleOfSubject = (profile: { role: Role; isActive: boolean } | undefined, claimed: Role): Role | undefined => {
  if (!profile) return claimed;
  return profile.isActive ? profile.role : undefined;
};
