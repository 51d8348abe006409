import { digestOf, newApiKey, newToken, type Role } from '@trunkline/access';
import { unscoped, type Database } from '@trunkline/db/connection';
import { createApiKey, createProfile, openSession, type ProfileRow } from '@trunkline/db/identity';
import { hashPassword } from '../src/identity/password.ts';

/** For tests: somebody, by name. */
export async function addPerson(db: Database, name: string, role: Role, password?: string): Promise<ProfileRow> {
  const passwordHash = password === undefined ? null : await hashPassword(password);
  return (await createProfile(unscoped(db), { name, role, phoneNumber: null, passwordHash }))!;
}

/** For tests: the headers that a program of this person sends. */
export async function keyOf(db: Database, { id: profileId }: { id: string }, scopes = ['*']) {
  const { key, prefix, hash } = newApiKey();
  const wanted = { prefix, secretHash: hash, profileId, label: prefix, scopes, expiresAt: null };
  const { id } = (await db.transaction((tx) => createApiKey(unscoped(tx), wanted)))!;
  return { id, prefix, headers: { 'x-api-key': key } };
}

/** For tests: the headers that a browser of this person sends. */
export async function sessionOf(db: Database, { id }: { id: string }) {
  const token = newToken();
  await openSession(db.pool, digestOf(token), id);
  return { token, headers: { cookie: `trunkline_session=${token}` } };
}
