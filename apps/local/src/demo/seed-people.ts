import { newApiKey } from '@trunkline/access';
import { openDatabase, unscoped, type Scoped } from '@trunkline/db/connection';
import { nameContacts } from '@trunkline/db/conversations';
import { createApiKey, createProfile, findProfileByName } from '@trunkline/db/identity';
import { ADMIN, CLIENT, CONTACTS, MONITOR, READER, USERS } from './cast.ts';

/** The ids of users, and the keys with which the launcher acts as two of them. */
export type Seeded = { monitorKey: string; adminKey: string; clientId: string; readerId: string };

/** What the launcher does as each of them, for some minutes. */
const MONITOR_SCOPES = ['calls:read', 'sirens:raise'];
const ADMIN_SCOPES = ['calls:*', 'interviews:*', 'orders:manage', 'reconciliation:read', 'sirens:*'];
const KEYS_LAST_MS = 3_600_000;

/** Creates the users of the demo and names its contacts; those that exist stay as they are. */
export async function seedPeople(databaseUrl: string): Promise<Seeded> {
  await using db = openDatabase(databaseUrl, 'launcher', { maxConnections: 1 });
  const tx = unscoped(db);
  const ids = new Map<string, string>();
  for (const { name, role, number: phoneNumber = null } of USERS) {
    const created = await createProfile(tx, { name, role, phoneNumber, passwordHash: null });
    ids.set(name, (created ?? (await findProfileByName(tx, name)))!.id);
  }
  await nameContacts(db.pool, CONTACTS);
  const idOf = ({ name }: { name: string }): string => ids.get(name)!;
  return {
    monitorKey: await createKey(tx, idOf(MONITOR), MONITOR_SCOPES),
    adminKey: await createKey(tx, idOf(ADMIN), ADMIN_SCOPES),
    clientId: idOf(CLIENT),
    readerId: idOf(READER),
  };
}

/** Two keys of one label may be active, so that each start has a label of its own. */
async function createKey(tx: Scoped, profileId: string, scopes: string[]): Promise<string> {
  const { key, prefix, hash } = newApiKey();
  const label = `npm start ${new Date().toISOString()}`;
  const expiresAt = new Date(Date.now() + KEYS_LAST_MS);
  await createApiKey(tx, { prefix, secretHash: hash, profileId, label, scopes, expiresAt });
  return key;
}
