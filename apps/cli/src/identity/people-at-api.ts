import type { apiKeysPage, createdApiKey, user, usersPage } from '@trunkline/api-contract/identity';
import type { output } from 'zod';
import { readAll } from '../api/read-all.ts';
import type { Api } from '../api/open-api.ts';
import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';
import { isDeactivated, nameTaken, noKey, tooManyKeys, unknownPerson } from './identity-errors.ts';
import type { People } from './people.ts';

type User = output<typeof user>;

/** People and keys of an installation, by the rights of the key that asks. */
export function peopleAtApi(api: Api): People {
  const listUsers = async (): Promise<User[]> =>
    (await readAll((at) => api.get<output<typeof usersPage>>('/api/users', at))).rows;
  async function getUser(name: string): Promise<User> {
    const found = (await listUsers()).find((one) => one.name === name);
    if (found) return found;
    throw unknownPerson(name);
  }
  const change = async (name: string, difference: object): Promise<void> => {
    await api.patch(`/api/users/${(await getUser(name)).id}`, difference);
  };
  return {
    list: async () => (await listUsers()).map(({ is_active: isActive, ...person }) => ({ ...person, isActive })),
    async create({ name, role, phone, password }) {
      const body = { name, role, phone_number: phone, password };
      return (await api.post<User>('/api/users', body).catch(onConflict(nameTaken(name)))).id;
    },
    deactivate: (name) => change(name, { is_active: false }),
    setPassword: (name, password) => change(name, { password }),
    async listKeys() {
      const { rows } = await readAll((at) =>
        api.get<output<typeof apiKeysPage>>('/api/keys', { is_active: true, ...at }),
      );
      return rows.map(({ profile_id: personId, expires_at: expiresAt, last_used_at: lastUsedAt, ...key }) => ({
        ...key,
        personId,
        expiresAt,
        lastUsedAt,
      }));
    },
    async createKey({ name, label, scopes, expiresAt }) {
      const { id, is_active: isActive } = await getUser(name);
      if (!isActive) throw isDeactivated(name, 'can have no key');
      const body = { profile_id: id, label, scopes, expires_at: expiresAt };
      const created = api.post<output<typeof createdApiKey>>('/api/keys', body);
      return (await created.catch(onConflict(tooManyKeys(label, name)))).key;
    },
    revokeKey: (id) =>
      api.remove(`/api/keys/${id}`).catch((error: unknown) => {
        throw error instanceof CliError && error.exit === EXIT.notFound ? noKey(id) : error;
      }),
  };
}

/** The same words as without the API, for what is refused as a conflict. */
const onConflict =
  (instead: CliError) =>
  (error: unknown): never => {
    throw error instanceof CliError && error.exit === EXIT.conflict ? instead : error;
  };
