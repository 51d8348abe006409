import { user, userBody, userChange, usersPage, usersQuery } from '@trunkline/api-contract/identity';
import { scopeOf, type Actor, type Role } from '@trunkline/access';
import type { Scoped } from '@trunkline/db/connection';
import { changeProfile, createProfile, findProfile, listProfiles, type ProfileRow } from '@trunkline/db/identity';
import { hashPassword } from './password.ts';
import { isUuid } from '../interviews/interview-key.ts';
import { pageOf, readCursor } from '../http/page.ts';
import { present } from '../http/present.ts';
import { forbidden, Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { refuseBeyond } from './keys.ts';

const UUID = /^[\da-f-]{36}$/i;
const about = { tag: 'Users' } as const;

/** `GET`, `POST /users`, `GET`, `PATCH /users/:id`: people. Only a superadmin makes or changes a superadmin. */
export const userRoutes = (): Route[] => [
  route(
    {
      ...about,
      method: 'get',
      path: '/api/users',
      permission: 'users.read',
      summary: 'People, in the order of their names',
      query: usersQuery,
      answers: { 200: usersPage },
    },
    async ({ read, query, request, response }) => {
      const { role, is_active: isActive, limit } = query;
      const after = readCursor(request, UUID)?.after ?? null;
      const rows = await read((tx) => listProfiles(tx, { role, isActive }, { after, limit: limit + 1 }));
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? { after: shown.at(-1)!.id, from: null } : null;
      return { json: { data: shown.map(present), page: pageOf(request, response, limit, last) } };
    },
  ),
  route(
    {
      ...about,
      method: 'post',
      path: '/api/users',
      permission: 'users.manage',
      summary: 'Add a person',
      body: userBody,
      answers: { 201: user },
    },
    async ({ change, actor, may, body, response }) => {
      refuseSuperadmin(actor, body.role);
      if (body.password !== undefined) refuseBeyond(may, body.role);
      const { name, role, phone_number: phoneNumber = null, password } = body;
      const passwordHash = password === undefined ? null : await hashPassword(password);
      const created = { event: 'user.created', entity: ({ id }: ProfileRow) => `profile:${id}` };
      const row = await change(created, async (tx) => {
        const added = await createProfile(tx, { name, role, phoneNumber, passwordHash });
        if (!added) throw new Problem('invalid_state_transition', 'name: somebody has this name already.');
        return added;
      });
      response.location(`/api/users/${row.id}`);
      return { status: 201, json: present(row) };
    },
  ),
  route(
    {
      ...about,
      method: 'get',
      path: '/api/users/:id',
      permission: 'users.read',
      summary: 'One person',
      answers: { 200: user },
    },
    async ({ read, params }) => ({ json: present(await read((tx) => getProfile(tx, params['id']!))) }),
  ),
  route(
    {
      ...about,
      method: 'patch',
      path: '/api/users/:id',
      permission: 'users.manage',
      summary: 'Change a person; what is not given stays. Sessions end with another role or password',
      body: userChange,
      answers: { 200: user },
    },
    async ({ change, actor, may, body, params }) => {
      const { name, role, phone_number: phoneNumber, is_active: isActive, password } = body;
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      const changed = { event: 'user.changed', entity: `profile:${params['id']}` };
      const row = await change(changed, async (tx) => {
        const { id, role: before } = await getProfile(tx, params['id']!);
        refuseSuperadmin(actor, before);
        refuseSuperadmin(actor, role);
        if (passwordHash !== undefined || (role !== undefined && role !== before)) refuseBeyond(may, role ?? before);
        const given = { name, role, phoneNumber, isActive, passwordHash };
        return (await changeProfile(tx, id, given).catch(explainTaken)) ?? unknownUser();
      });
      return { json: present(row) };
    },
  ),
];

function refuseSuperadmin(actor: Actor, role: Role | undefined): void {
  if (role === 'superadmin' && scopeOf(actor.role, 'users.manage-superadmins') === undefined) throw forbidden();
}

async function getProfile(tx: Scoped, id: string): Promise<ProfileRow> {
  return (isUuid(id) ? await findProfile(tx, id) : undefined) ?? unknownUser();
}

function unknownUser(): never {
  throw new Problem('not_found', 'No user with this id is known.');
}

function explainTaken(error: unknown): never {
  if ((error as { code?: string }).code !== '23505') throw error;
  throw new Problem('invalid_state_transition', 'name: somebody has this name already.');
}
