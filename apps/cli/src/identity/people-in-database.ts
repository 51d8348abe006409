import { hash } from '@node-rs/argon2';
import { newApiKey } from '@trunkline/access';
import type { Scoped } from '@trunkline/db/connection';
import {
  changeProfile,
  createApiKey,
  createProfile,
  findProfileByName,
  listApiKeys,
  listProfiles,
  revokeApiKey,
  type ProfileRow,
} from '@trunkline/db/identity';
import { dialableNumber } from '@trunkline/telephony/numbers';
import { recordAudit } from '../audit/record-audit.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';
import { inTransaction } from '../use-database.ts';
import { isDeactivated, nameTaken, noKey, tooManyKeys, unknownPerson } from './identity-errors.ts';
import type { People } from './people.ts';

const MAX_SHOWN = 1000;

/** People and keys in the database that the environment names: also on the day when no one can log in. */
export const peopleInDatabase: People = {
  list: async () => (await inTransaction((tx) => listProfiles(tx, {}, {}))).rows,
  async create({ name, role, phone, password }) {
    const phoneNumber = phone === undefined ? null : readNumber(phone);
    const passwordHash = password === undefined ? null : await hash(password);
    return inTransaction(async (tx) => {
      const added = await createProfile(tx, { name, role, phoneNumber, passwordHash });
      if (!added) throw nameTaken(name);
      await recordAudit(tx, 'users', 'user.created', `profile:${added.id}`);
      return added.id;
    });
  },
  deactivate: (name) => change(name, 'user.changed', { isActive: false }),
  setPassword: async (name, password) =>
    change(name, 'profile.password_changed', { passwordHash: await hash(password) }),
  async listKeys() {
    const { rows } = await inTransaction((tx) => listApiKeys(tx, { isActive: true }, { limit: MAX_SHOWN }));
    return rows.map(({ profileId: personId, expiresAt, lastUsedAt, ...key }) => ({
      ...key,
      personId,
      expiresAt: expiresAt?.toISOString() ?? null,
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    }));
  },
  async createKey({ name, label, scopes, expiresAt }) {
    const { key, prefix, hash: secretHash } = newApiKey();
    await inTransaction(async (tx) => {
      const { id: profileId, isActive } = await getProfile(tx, name);
      if (!isActive) throw isDeactivated(name, 'can have no key');
      const added = await createApiKey(tx, { prefix, secretHash, profileId, label, scopes, expiresAt });
      if (!added) throw tooManyKeys(label, name);
      await recordAudit(tx, 'keys', 'key.created', `key:${added.id}`);
    });
    return key;
  },
  revokeKey: (id) =>
    inTransaction(async (tx) => {
      if (!(await revokeApiKey(tx, id))) throw noKey(id);
      await recordAudit(tx, 'keys', 'key.revoked', `key:${id}`);
    }),
};

const change = (name: string, event: string, difference: Parameters<typeof changeProfile>[2]): Promise<void> =>
  inTransaction(async (tx) => {
    const { id } = await getProfile(tx, name);
    await changeProfile(tx, id, difference);
    await recordAudit(tx, 'users', event, `profile:${id}`);
  });

/** Returns the person with this name; throws a `CliError` if there is none. */
export async function getProfile(tx: Scoped, name: string): Promise<ProfileRow> {
  const profile = await findProfileByName(tx, name);
  if (profile) return profile;
  throw unknownPerson(name);
}

function readNumber(text: string): string {
  const number = dialableNumber(text);
  if (number !== null) return number;
  throw new CliError('--phone: a phone number is such as +16175006181.', { exit: EXIT.usage });
}
