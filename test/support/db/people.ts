import { newApiKey, type Role } from '@trunkline/access';
import { unscoped, type Database } from '@trunkline/db/connection';
import { createApiKey, createProfile } from '@trunkline/db/identity';

export type Person = { id: string; name: string; prefix: string; headers: { 'x-api-key': string } };

let people = 0;

/** Creates a person with an API key that has all rights of the role. */
export async function createPerson(db: Database, role: Role): Promise<Person> {
  const name = `${role} ${(people += 1)} of ${process.pid}`;
  const profile = await createProfile(unscoped(db), { name, role, phoneNumber: null, passwordHash: null });
  const { key, prefix, hash } = newApiKey();
  const owned = { prefix, secretHash: hash, profileId: profile!.id, label: 'test', scopes: ['*'], expiresAt: null };
  await db.transaction((tx) => createApiKey(unscoped(tx), owned));
  return { id: profile!.id, name, prefix, headers: { 'x-api-key': key } };
}

/** Creates an order of this client for this reader; returns its id. */
export async function createOrderOf(db: Database, clientId: string, readerId: string): Promise<string> {
  const sql = 'insert into orders (client_id, reader_id) values ($1, $2) returning id::text';
  return (await db.pool.query<{ id: string }>(sql, [clientId, readerId])).rows[0]!.id;
}
