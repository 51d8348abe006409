import { digestOf, newToken } from '@trunkline/access';
import { openDatabase, unscoped } from '@trunkline/db/connection';
import { createLoginLink, createProfile, findProfileByName } from '@trunkline/db/identity';

const PERSON = { name: 'demo', role: 'superadmin', phoneNumber: null, passwordHash: null } as const;

/** Returns a link that logs the superadmin `demo` in once, within ten minutes. */
export async function createDemoLogin(databaseUrl: string, apiPort: number): Promise<string> {
  await using db = openDatabase(databaseUrl, 'launcher', { maxConnections: 1 });
  const tx = unscoped(db);
  const token = newToken();
  const person = (await createProfile(tx, PERSON)) ?? (await findProfileByName(tx, PERSON.name));
  await createLoginLink(tx, digestOf(token), person!.id);
  return `http://127.0.0.1:${apiPort}/login?token=${token}`;
}
