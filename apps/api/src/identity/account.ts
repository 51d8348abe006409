import { PERMISSIONS, type Actor } from '@trunkline/access';
import { account, accountChange, ok, passwordChange } from '@trunkline/api-contract/identity';
import type { Database } from '@trunkline/db/connection';
import { changeProfile, findPasswordHash, findProfile, type ProfileRow } from '@trunkline/db/identity';
import { Problem } from '../http/problem.ts';
import { route, type Route, type RouteContext } from '../http/route.ts';
import { clientOf } from '../http/trust-proxies.ts';
import type { LoginLimit } from './login-limit.ts';
import { hashPassword, isPassword } from './passwords.ts';

const about = { tag: 'Account' } as const;

type Parts = { db: Database; loginLimit: LoginLimit };

export const accountRoutes = ({ db, loginLimit }: Parts): Route[] => [
  route(
    {
      ...about,
      operationId: 'getAccount',
      method: 'get',
      path: '/api/me',
      permission: 'account.read',
      summary: 'Get your account',
      description: 'Returns the principal of the request and its permissions.',
      answers: { 200: account },
    },
    async ({ read, actor, may }) => {
      const { id } = actor;
      const profile = id === null ? undefined : await read((tx) => findProfile(tx, id));
      return { json: presentAccount(actor, profile, may) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'changeAccount',
      method: 'patch',
      path: '/api/me',
      permission: 'account.change',
      summary: 'Change your account',
      description: 'Changes your phone number.',
      body: accountChange,
      answers: { 200: account },
    },
    async ({ change, actor, body, may }) => {
      const entry = { event: 'profile.changed', entity: `profile:${actor.id}` };
      const profile = await change(entry, async (tx) => {
        const after = await changeProfile(tx, ownId(actor), { phoneNumber: body.phone_number });
        return after ?? refuseWithoutProfile();
      });
      return { json: presentAccount(actor, profile, may) };
    },
  ),
  route(
    {
      ...about,
      operationId: 'changePassword',
      method: 'post',
      path: '/api/me/password',
      permission: 'account.change',
      summary: 'Change your password',
      description: 'Changes your password and ends all your sessions. 429 after ten wrong passwords in 15 minutes.',
      body: passwordChange,
      answers: { 200: ok },
    },
    async ({ change, actor, body, request }) => {
      const id = ownId(actor);
      const client = clientOf(request);
      loginLimit.begin(id, client);
      const known = await findPasswordHash(db, { id });
      if (!(await isPassword(known?.passwordHash, body.current_password)))
        throw new Problem('validation_failed', 'current_password: this is not your present password.');
      loginLimit.succeed(id, client);
      const passwordHash = await hashPassword(body.password);
      const entry = { event: 'profile.password_changed', entity: `profile:${id}` };
      await change(entry, async (tx) => (await changeProfile(tx, id, { passwordHash })) ?? refuseWithoutProfile());
      return { json: { status: 'ok' } };
    },
  ),
];

const presentAccount = (actor: Actor, profile: ProfileRow | undefined, may: RouteContext['may']) => ({
  id: actor.id,
  name: profile?.name ?? null,
  role: actor.role,
  phone_number: profile?.phoneNumber ?? null,
  permissions: PERMISSIONS.filter(may),
});

const ownId = ({ id }: Actor): string => id ?? refuseWithoutProfile();

function refuseWithoutProfile(): never {
  throw new Problem('not_found', 'This principal has no profile: the operator and applications have none.');
}
