import { account, accountChange, done, passwordChange } from '@trunkline/api-contract/identity';
import { covers, PERMISSIONS, scopeOf, type Actor } from '@trunkline/access';
import type { Database } from '@trunkline/db/connection';
import { changeProfile, findPasswordHash, findProfile, type ProfileRow } from '@trunkline/db/identity';
import type { Response } from 'express';
import type { Identity } from './authenticate.ts';
import { openLoginLimit, refuseTooMany } from './limit-logins.ts';
import { hashPassword, isPassword } from './password.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';

const about = { tag: 'Account' } as const;

/** `GET /me`: who asks, and what that person may do. `PATCH /me`, `POST /me/password`: what everybody changes alone. */
export const accountRoutes = (db: Database, limit = openLoginLimit()): Route[] => [
  route(
    {
      ...about,
      method: 'get',
      path: '/api/me',
      permission: 'account.read',
      summary: 'Who asks, and what that person may do',
      answers: { 200: account },
    },
    async ({ read, actor, response }) => {
      const { id } = actor;
      const profile = id === null ? undefined : await read((tx) => findProfile(tx, id));
      return { json: presentAccount(actor, profile, response) };
    },
  ),
  route(
    {
      ...about,
      method: 'patch',
      path: '/api/me',
      permission: 'account.change',
      summary: 'Change one’s own phone number',
      body: accountChange,
      answers: { 200: account },
    },
    async ({ change, actor, body, response }) => {
      const changed = { event: 'profile.changed', entity: `profile:${actor.id}` };
      const profile = await change(changed, async (tx) => {
        const after = await changeProfile(tx, ownId(actor), { phoneNumber: body.phone_number });
        return after ?? refuseWithoutProfile();
      });
      return { json: presentAccount(actor, profile, response) };
    },
  ),
  route(
    {
      ...about,
      method: 'post',
      path: '/api/me/password',
      permission: 'account.change',
      summary: 'Change one’s own password; every session of one’s own ends',
      body: passwordChange,
      answers: { 200: done },
    },
    async ({ change, actor, body, request, response }) => {
      const id = ownId(actor);
      await refuseTooMany(limit, id, request.ip ?? '', response);
      const known = await findPasswordHash(db, { id });
      if (!(await isPassword(known?.passwordHash, body.current_password)))
        throw new Problem('validation_failed', 'current_password: this is not the present one.');
      await limit.forgive(id, request.ip ?? '');
      const passwordHash = await hashPassword(body.password);
      const changed = { event: 'profile.password_changed', entity: `profile:${id}` };
      await change(changed, async (tx) => (await changeProfile(tx, id, { passwordHash })) ?? refuseWithoutProfile());
      return { json: { status: 'ok' } };
    },
  ),
];

function presentAccount(actor: Actor, profile: ProfileRow | undefined, { locals }: Response) {
  const { scopes = [] } = locals as Identity;
  return {
    id: actor.id,
    name: profile?.name ?? null,
    role: actor.role,
    phone_number: profile?.phoneNumber ?? null,
    permissions: PERMISSIONS.filter(
      (permission) => scopeOf(actor.role, permission) !== undefined && covers(scopes, permission),
    ),
  };
}

const ownId = ({ id }: Actor): string => id ?? refuseWithoutProfile();

function refuseWithoutProfile(): never {
  throw new Problem('not_found', 'Whoever asks has no profile.');
}
