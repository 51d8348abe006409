import { newApiKey, type Actor } from '@trunkline/access';
import { rowIdParam } from '@trunkline/api-contract/http';
import { apiKey, apiKeysPage, apiKeysQuery, apiKeyToCreate, createdApiKey } from '@trunkline/api-contract/identity';
import type { Scoped } from '@trunkline/db/connection';
import {
  createApiKey,
  findApiKey,
  findProfile,
  listApiKeys,
  revokeApiKey,
  type ApiKeyRow,
  type ProfileRow,
} from '@trunkline/db/identity';
import { isRowId } from '../http/ids.ts';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';
import { refuseEscalation, refuseSuperadmin } from './delegation.ts';

const about = { tag: 'Keys', permission: 'keys.manage' } as const;

/** API keys of programs. A key has the role of its owner, narrowed by its scopes. */
export const keyRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'listKeys',
      method: 'get',
      path: '/api/keys',
      summary: 'List API keys',
      description: 'Lists API keys without their secrets, the latest first.',
      query: apiKeysQuery,
      answers: { 200: apiKeysPage },
    },
    async (context) => {
      const { profile_id: profileId, is_active: isActive } = context.query;
      return answerPage(context, (tx, at) => listApiKeys(tx, { profileId, isActive }, at));
    },
  ),
  route(
    {
      ...about,
      operationId: 'createKey',
      method: 'post',
      path: '/api/keys',
      summary: 'Create an API key',
      description:
        'Creates an API key with the role of its owner, narrowed by scopes. The key is shown only in this answer. At most two keys of one label can be active (409 otherwise).',
      body: apiKeyToCreate,
      answers: { 201: createdApiKey },
    },
    async ({ change, actor, may, body, response }) => {
      const { profile_id: profileId, label, scopes, expires_at: expiresAt = null } = body;
      const { key, prefix, hash } = newApiKey();
      const entry = { event: 'key.created', entity: ({ id }: ApiKeyRow) => `key:${id}` };
      const row = await change(entry, async (tx) => {
        refuseEscalation(may, (await getManagedProfile(tx, actor, profileId)).role, scopes);
        const added = await createApiKey(tx, { prefix, secretHash: hash, profileId, label, scopes, expiresAt });
        if (!added)
          throw new Problem(
            'invalid_state_transition',
            'Two keys with this label are active. Revoke one of them first.',
          );
        return added;
      });
      response.set('Cache-Control', 'no-store');
      return { status: 201, json: { ...present(row), key } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'revokeKey',
      method: 'delete',
      path: '/api/keys/:id',
      summary: 'Revoke an API key',
      description: 'Revokes an API key. The next request with it is refused, and its streams end within seconds.',
      params: { id: rowIdParam('API key') },
      answers: { 200: apiKey },
    },
    async ({ change, actor, params: { id } }) => {
      const row = await change({ event: 'key.revoked', entity: `key:${id}` }, async (tx) => {
        const found = isRowId(id) ? await findApiKey(tx, id) : undefined;
        if (!found) throw new Problem('not_found', 'No key with this id is known.');
        await getManagedProfile(tx, actor, found.profileId);
        return (await revokeApiKey(tx, found.id)) ?? found;
      });
      return { json: present(row) };
    },
  ),
];

/** The owner of a key. Throws a 403 for a superadmin, unless the actor may manage their keys. */
async function getManagedProfile(tx: Scoped, actor: Actor, profileId: string): Promise<ProfileRow> {
  const profile = await findProfile(tx, profileId);
  if (!profile) throw new Problem('validation_failed', 'profile_id: no user with this id is known.');
  refuseSuperadmin(actor, profile.role, 'keys.manage-superadmins');
  return profile;
}
