import { digestOf, newToken } from '@trunkline/access';
import { login, loginLinkQuery, ok } from '@trunkline/api-contract/identity';
import type { Database, Queryable } from '@trunkline/db/connection';
import { endSession, findLiveSession, findPasswordHash, openSession, useLoginLink } from '@trunkline/db/identity';
import type { ApiConfig } from '../config.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route, type RouteContext } from '../http/route.ts';
import { isPassword, openLoginLimit, refuseTooMany } from './passwords.ts';
import { readCredential } from './read-credential.ts';
import { clearSessionCookie, cookieName, setSessionCookie } from './session-cookie.ts';

const about = { tag: 'Account', permission: 'public' } as const;

export const loginRoutes = ({ db, config }: { db: Database; config: ApiConfig }): Route[] => {
  const limit = openLoginLimit();
  return [
    route(
      {
        ...about,
        operationId: 'login',
        method: 'post',
        path: '/api/login',
        summary: 'Log in',
        description:
          'Logs in by name and password and sets the session cookie. 429 after ten wrong passwords of one name in 15 minutes.',
        body: login,
        answers: { 200: ok },
      },
      async (context) => {
        const { name, password } = context.body;
        const address = context.request.ip ?? '';
        await refuseTooMany(limit, name, address, context.response);
        const known = await findPasswordHash(db, { name });
        if (!(await isPassword(known?.passwordHash, password)))
          throw new Problem('unauthenticated', 'The name or the password is wrong.');
        await limit.uncount(name, address);
        await beginSession(context, config, async () => known!.id);
        return { json: { status: 'ok' } };
      },
    ),
    route(
      {
        ...about,
        operationId: 'loginByLink',
        method: 'get',
        path: '/login',
        summary: 'Log in by link',
        description:
          'Logs in by a link of `npm run users`, sets the session cookie and redirects to /. A link works once, within ten minutes.',
        query: loginLinkQuery,
        answers: { 302: ok },
      },
      async (context) => {
        if (context.request.method !== 'GET') return { text: '', type: 'text/plain' }; // HEAD must not use up the link
        const link = digestOf(context.query.token);
        await beginSession(context, config, (tx) => useLoginLink(tx, link));
        context.response.set('Cache-Control', 'no-store').redirect('/');
        return undefined;
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
        await leave(context, config, db);
        clearSessionCookie(context.response, config);
        return { json: { status: 'ok' } };
      },
    ),
  ];
};

type SessionContext = Pick<RouteContext, 'request' | 'response' | 'actor' | 'changeAsApi'>;
type FindUser = (tx: Queryable) => Promise<string | undefined>;

/** Opens a session for the user, and ends the previous session of this browser. */
async function beginSession(context: SessionContext, config: ApiConfig, findUser: FindUser): Promise<void> {
  const [before, token] = [sessionOf(context, config), newToken()];
  const entry = { event: 'session.opened', entity: (id: string) => `profile:${id}` };
  await context.changeAsApi(entry, async (tx) => {
    const id = await findUser(tx);
    if (id === undefined)
      throw new Problem('unauthenticated', 'This link was already used or has expired. Ask for another one.');
    if (before) await endSession(tx, before);
    await openSession(tx, digestOf(token), id);
    return id;
  });
  setSessionCookie(context.response, config, token);
}

/** Ends a live session. Only that is audited, since any sender can name any cookie. */
async function leave(context: SessionContext, config: ApiConfig, { pool }: Database): Promise<void> {
  const session = sessionOf(context, config);
  const entry = { event: 'session.closed', entity: context.actor.id ? `profile:${context.actor.id}` : '-' };
  const isLive = session && (await findLiveSession(pool, session));
  if (isLive) await context.changeAsApi(entry, (tx) => endSession(tx, session));
}

function sessionOf({ request }: SessionContext, config: ApiConfig): string | undefined {
  const given = readCredential({ cookie: request.headers.cookie }, cookieName(config));
  return given?.kind === 'session' ? digestOf(given.token) : undefined;
}
