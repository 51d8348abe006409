import { apiKey, apiKeyBody, apiKeysPage, apiKeysQuery, newApiKeyAnswer } from '@trunkline/api-contract/identity';
import { covers, newApiKey, PERMISSIONS, scopeOf, type Actor, type Role } from '@trunkline/access';
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
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { forbidden, Problem } from '../http/problem.ts';
import { route, type Route, type RouteContext } from '../http/route.ts';
import { isInboxId } from '../inbox/inbox.ts';

const about = { tag: 'Keys', permission: 'keys.manage' } as const;

/** `GET`, `POST /keys`, `DELETE /keys/:id`: how programs come in. A key has its owner's role, narrowed by its scopes. */
export const keyRoutes = (): Route[] => [
  route(
    {
      ...about,
      method: 'get',
      path: '/api/keys',
      summary: 'Keys, the latest first',
      query: apiKeysQuery,
      answers: { 200: apiKeysPage },
    },
    async ({ read, query, request, response }) => {
      const { profile_id: profileId, is_active: isActive, limit } = query;
      const after = readCursor(request)?.after ?? null;
      const rows = await read((tx) => listApiKeys(tx, { profileId, isActive }, { after, limit: limit + 1 }));
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? { after: shown.at(-1)!.id, from: null } : null;
      return { json: { data: shown.map(present), page: pageOf(request, response, limit, last) } };
    },
  ),
  route(
    {
      ...about,
      method: 'post',
      path: '/api/keys',
      summary: 'Make a key; its secret is in this answer and nowhere else',
      body: apiKeyBody,
      answers: { 201: newApiKeyAnswer },
    },
    async ({ change, actor, may, body, response }) => {
      const { profile_id: profileId, label, scopes, expires_at: expiresAt = null } = body;
      const { key, prefix, hash } = newApiKey();
      const created = { event: 'key.created', entity: ({ id }: ApiKeyRow) => `key:${id}` };
      const row = await change(created, async (tx) => {
        refuseBeyond(may, (await refuseSuperadmins(tx, actor, profileId)).role, scopes);
        const added = await createApiKey(tx, { prefix, secretHash: hash, profileId, label, scopes, expiresAt });
        if (!added) throw new Problem('invalid_state_transition', 'Two keys of this label are active. Revoke one.');
        return added;
      });
      response.set('Cache-Control', 'no-store');
      return { status: 201, json: { ...present(row), key } };
    },
  ),
  route(
    {
      ...about,
      method: 'delete',
      path: '/api/keys/:id',
      summary: 'Revoke a key; the next request with it is refused',
      answers: { 200: apiKey },
    },
    async ({ change, actor, params }) => {
      const revoked = { event: 'key.revoked', entity: `key:${params['id']}` };
      const row = await change(revoked, async (tx) => {
        const found = isInboxId(params['id']!) ? await findApiKey(tx, params['id']!) : undefined;
        if (!found) throw new Problem('not_found', 'No key with this id is known.');
        await refuseSuperadmins(tx, actor, found.profileId);
        return (await revokeApiKey(tx, found.id)) ?? found;
      });
      return { json: present(row) };
    },
  ),
];

/** A superadmin's key would make one of whoever has it. */
async function refuseSuperadmins(tx: Scoped, actor: Actor, profileId: string): Promise<ProfileRow> {
  const profile = await findProfile(tx, profileId);
  if (!profile) throw new Problem('validation_failed', 'profile_id: no user with this id is known.');
  if (profile.role === 'superadmin' && scopeOf(actor.role, 'keys.manage-superadmins') === undefined) throw forbidden();
  return profile;
}

/** Whoever asks by a key with few scopes gets nobody in who may more: neither by another key, nor by a password. */
export function refuseBeyond(may: RouteContext['may'], role: Role, scopes: readonly string[] = ['*']): void {
  const given = PERMISSIONS.filter(
    (permission) => scopeOf(role, permission) !== undefined && covers(scopes, permission),
  );
  if (!given.every(may)) throw new Problem('forbidden', 'That would let in somebody who may more than you may.');
}
