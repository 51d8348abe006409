import { digestOf, newToken } from '@trunkline/access';
import { done, loginBody, loginLinkQuery } from '@trunkline/api-contract/identity';
import type { Database } from '@trunkline/db/connection';
import { endSession, findLiveSession, findPasswordHash, openSession, useLoginLink } from '@trunkline/db/identity';
import type { ApiConfig } from '../config.ts';
import { openLoginLimit, refuseTooMany } from './limit-logins.ts';
import { isPassword } from './password.ts';
import { readCredential } from './read-credential.ts';
import { cookieName, giveSession, takeSession } from './session-cookie.ts';
import { Problem } from '../http/problem.ts';
import { route, type Route, type RouteContext } from '../http/route.ts';

const about = { tag: 'Account', permission: 'public' } as const;

/** `POST /login`, by name and password; `GET /login`, by a link that works once; `POST /logout`. Each makes or ends a session. */
export const loginRoutes = ({ db, config }: { db: Database; config: ApiConfig }): Route[] => {
  const limit = openLoginLimit();
  return [
    route(
      {
        ...about,
        method: 'post',
        path: '/api/login',
        summary: 'Log in by name and password; the session is a cookie',
        body: loginBody,
        answers: { 200: done },
      },
      async (context) => {
        const { name, password } = context.body;
        const address = context.request.ip ?? '';
        await refuseTooMany(limit, name, address, context.response);
        const known = await findPasswordHash(db, { name });
        if (!(await isPassword(known?.passwordHash, password)))
          throw new Problem('unauthenticated', 'The name or the password is wrong.');
        await limit.forgive(name, address);
        await beginSession(context, config, async () => known!.id);
        return { json: { status: 'ok' } };
      },
    ),
    route(
      {
        ...about,
        method: 'get',
        path: '/login',
        summary: 'Log in by a link that works once, for ten minutes',
        query: loginLinkQuery,
        answers: { 302: done },
      },
      async (context) => {
        if (context.request.method !== 'GET') return { text: '', type: 'text/plain' }; // HEAD uses nothing up
        const link = digestOf(context.query.token);
        await beginSession(context, config, (tx) => useLoginLink(tx, link));
        context.response.set('Cache-Control', 'no-store').redirect('/');
        return undefined;
      },
    ),
    route(
      { ...about, method: 'post', path: '/api/logout', summary: 'End the session', answers: { 200: done } },
      async (context) => {
        await leave(context, config, db);
        takeSession(context.response, config);
        return { json: { status: 'ok' } };
      },
    ),
  ];
};

type Whose = (tx: Parameters<Parameters<RouteContext['changeAsApi']>[1]>[0]) => Promise<string | undefined>;

/** A new session for whoever it is, whatever session the browser had: that one ends. */
async function beginSession(context: RouteContext, config: ApiConfig, whose: Whose): Promise<void> {
  const [before, token] = [sessionOf(context, config), newToken()];
  const opened = { event: 'session.opened', entity: (id: string) => `profile:${id}` };
  await context.changeAsApi(opened, async (tx) => {
    const id = await whose(tx);
    if (id === undefined) throw new Problem('unauthenticated', 'This link was used, or is too old. Ask for another.');
    if (before) await endSession(tx, before);
    await openSession(tx, digestOf(token), id);
    return id;
  });
  giveSession(context.response, config, token);
}

/** Only the end of what was one is noted: anybody may say that some cookie is a session. */
async function leave(context: RouteContext, config: ApiConfig, { pool }: Database): Promise<void> {
  const session = sessionOf(context, config);
  const closed = { event: 'session.closed', entity: context.actor.id ? `profile:${context.actor.id}` : '-' };
  const isLive = session && (await findLiveSession(pool, session));
  if (isLive) await context.changeAsApi(closed, (tx) => endSession(tx, session));
}

function sessionOf({ request }: RouteContext, config: ApiConfig): string | undefined {
  const given = readCredential({ cookie: request.headers.cookie }, cookieName(config));
  return given?.kind === 'session' ? digestOf(given.token) : undefined;
}
