import { login, ok } from '@trunkline/api-contract/identity';
import type { Database } from '@trunkline/db/connection';
import { findPasswordHash } from '@trunkline/db/identity';
import type { ApiConfig } from '../config.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route } from '../http/route.ts';
import { clientOf } from '../http/trust-proxies.ts';
import type { LoginLimit } from './login-limit.ts';
import { isPassword } from './passwords.ts';
import { beginSession, endOwnSession } from './session.ts';
import { clearSessionCookie } from './session-cookie.ts';

type Parts = { db: Database; config: ApiConfig; loginLimit: LoginLimit };

const about = { tag: 'Account', permission: 'public' } as const;

export const loginRoutes = ({ db, config, loginLimit }: Parts): Route[] => [
  route(
    {
      ...about,
      operationId: 'login',
      method: 'post',
      path: '/api/login',
      summary: 'Log in',
      description:
        'Logs in by name and password and sets the session cookie. 429 after ten wrong passwords of one name from one address in 15 minutes, or 60 of any names.',
      body: login,
      answers: { 200: ok },
    },
    async (context) => {
      const { name, password } = context.body;
      const client = clientOf(context.request);
      loginLimit.begin(name, client);
      const known = await findPasswordHash(db, { name });
      if (!(await isPassword(known?.passwordHash, password)))
        throw new Problem('unauthenticated', 'The name or the password is wrong.');
      loginLimit.succeed(name, client);
      await beginSession(context, config, async () => known!.id);
      return { json: { status: 'ok' } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'logout',
      method: 'post',
      path: '/api/logout',
      summary: 'Log out',
      description: 'Ends the session of the cookie and clears the cookie.',
      answers: { 200: ok },
    },
    async (context) => {
      await endOwnSession(context, config, db);
      clearSessionCookie(context.response, config);
      return { json: { status: 'ok' } };
    },
  ),
];
