import { digestOf, newApiKey, newToken, type Role } from '@trunkline/access';
import { unscoped, type Database } from '@trunkline/db/connection';
import { createApiKey, createProfile, openSession, type ProfileRow } from '@trunkline/db/identity';
import { hashPassword } from '../src/identity/passwords.ts';

/** Creates a user. */
export async function addPerson(db: Database, name: string, role: Role, password?: string): Promise<ProfileRow> {
  const passwordHash = password === undefined ? null : await hashPassword(password);
  return (await createProfile(unscoped(db), { name, role, phoneNumber: null, passwordHash }))!;
}

/** Creates an API key, and the headers of a program that uses it. */
export async function keyOf(db: Database, { id: profileId }: { id: string }, scopes = ['*']) {
  const { key, prefix, hash } = newApiKey();
  const wanted = { prefix, secretHash: hash, profileId, label: prefix, scopes, expiresAt: null };
  const { id } = (await db.transaction((tx) => createApiKey(unscoped(tx), wanted)))!;
  return { id, prefix, headers: { 'x-api-key': key } };
}

/** Opens a session, and the headers of a browser that uses it. */
export async function sessionOf(db: Database, { id }: { id: string }) {
  const token = newToken();
  await db.transaction((tx) => openSession(tx, digestOf(token), id));
  return { token, headers: { cookie: `trunkline_session=${token}` } };
}
