import { uuidParam } from '@trunkline/api-contract/http';
import { user, userChange, usersPage, usersQuery, userToCreate } from '@trunkline/api-contract/identity';
import type { Scoped } from '@trunkline/db/connection';
import { changeProfile, createProfile, findProfile, listProfiles, type ProfileRow } from '@trunkline/db/identity';
import { UUID } from '@trunkline/telephony/callbacks';
import { isUuid } from '../http/ids.ts';
import { answerPage } from '../http/page.ts';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';
import { refuseEscalation, refuseSuperadmin } from './delegation.ts';
import { hashPassword } from './passwords.ts';

const about = { tag: 'Users' } as const;
const ofId = { id: uuidParam('user') };

/** Only a superadmin creates or changes a superadmin. */
export const userRoutes = (): Route[] => [
  route(
    {
      ...about,
      operationId: 'listUsers',
      method: 'get',
      path: '/api/users',
      permission: 'users.read',
      summary: 'List users',
      description: 'Lists users in the order of their names.',
      query: usersQuery,
      answers: { 200: usersPage },
    },
    async (context) => {
      const { role, is_active: isActive } = context.query;
      return answerPage(context, (tx, at) => listProfiles(tx, { role, isActive }, at), {
        cursor: UUID,
      });
    },
  ),
  route(
    {
      ...about,
      operationId: 'createUser',
      method: 'post',
      path: '/api/users',
      permission: 'users.manage',
      summary: 'Create a user',
      description:
        'Creates a user. Only a superadmin creates a superadmin, and a key with few scopes cannot create a user with a password.',
      body: userToCreate,
      sends: ['Location'],
      answers: { 201: user },
    },
    async ({ change, actor, may, body, response }) => {
      refuseSuperadmin(actor, body.role, 'users.manage-superadmins');
      if (body.password !== undefined) refuseEscalation(may, body.role);
      const { name, role, phone_number: phoneNumber = null, password } = body;
      const passwordHash = password === undefined ? null : await hashPassword(password);
      const entry = { event: 'user.created', entity: ({ id }: ProfileRow) => `profile:${id}` };
      const row = await change(entry, async (tx) => {
        const added = await createProfile(tx, { name, role, phoneNumber, passwordHash });
        if (!added) throw nameTaken();
        return added;
      });
      response.location(`/api/users/${row.id}`);
      return { status: 201, json: present(row) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'getUser',
      method: 'get',
      path: '/api/users/:id',
      permission: 'users.read',
      summary: 'Get a user',
      description: 'Returns a user.',
      params: ofId,
      answers: { 200: user },
    },
    async ({ read, params: { id } }) => ({ json: present(await read((tx) => getProfile(tx, id))) }),
  ),
  route(
    {
      ...about,
      operationId: 'changeUser',
      method: 'patch',
      path: '/api/users/:id',
      permission: 'users.manage',
      summary: 'Change a user',
      description:
        'Changes a user. Fields that are left out keep their value. A new role or password ends all sessions of the user.',
      params: ofId,
      body: userChange,
      answers: { 200: user },
    },
    async ({ change, actor, may, body, params }) => {
      const { name, role, phone_number: phoneNumber, is_active: isActive, password } = body;
      const passwordHash = password === undefined ? undefined : await hashPassword(password);
      const entry = { event: 'user.changed', entity: `profile:${params.id}` };
      const row = await change(entry, async (tx) => {
        const { id, role: before } = await getProfile(tx, params.id);
        refuseSuperadmin(actor, before, 'users.manage-superadmins');
        refuseSuperadmin(actor, role, 'users.manage-superadmins');
        const isNewRole = role !== undefined && role !== before;
        if (passwordHash !== undefined || isNewRole) refuseEscalation(may, role ?? before);
        const given = { name, role, phoneNumber, isActive, passwordHash };
        return (await changeProfile(tx, id, given).catch(explainTaken)) ?? unknownUser();
      });
      return { json: present(row) };
    },
  ),
];

async function getProfile(tx: Scoped, id: string): Promise<ProfileRow> {
  return (isUuid(id) ? await findProfile(tx, id) : undefined) ?? unknownUser();
}

function unknownUser(): never {
  throw new Problem('not_found', 'No user with this id is known.');
}

const UNIQUE_VIOLATION = '23505';

function explainTaken(error: unknown): never {
  throw (error as { code?: string }).code === UNIQUE_VIOLATION ? nameTaken() : error;
}

const nameTaken = (): Problem =>
  new Problem('invalid_state_transition', 'name: another user has this name. Choose another one.');
