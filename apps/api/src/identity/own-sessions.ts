import type { Actor } from '@trunkline/access';
import { ok, sessionList, sessionParam } from '@trunkline/api-contract/identity';
import type { Database } from '@trunkline/db/connection';
import { endSessionsOf, listSessions, sessionIdOf } from '@trunkline/db/identity';
import { Problem } from '../http/problem.ts';
import { present, route, type Route } from '../http/route.ts';

const about = { tag: 'Account' } as const;

/** The sessions of the person who asks. The operator and applications have none. */
export const ownSessionRoutes = ({ db }: { db: Database }): Route[] => [
  route(
    {
      ...about,
      operationId: 'getSessions',
      method: 'get',
      path: '/api/me/sessions',
      permission: 'account.read',
      summary: 'Get your sessions',
      description: 'Returns the browsers in which you are logged in, the last used first, 100 at most.',
      answers: { 200: sessionList },
    },
    async ({ actor, principal: { credential } }) => {
      const current = credential.kind === 'session' ? sessionIdOf(credential.id) : undefined;
      const sessions = actor.id === null ? [] : await listSessions(db, actor.id);
      return { json: { data: sessions.map((each) => ({ ...present(each), is_current: each.id === current })) } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'revokeSessions',
      method: 'delete',
      path: '/api/me/sessions',
      permission: 'account.change',
      summary: 'End all your sessions',
      description: 'Logs you out in every browser, in this one too.',
      answers: { 200: ok },
    },
    async ({ actor, changeAsApi }) => {
      const id = ownId(actor);
      const entry = { event: 'session.all_closed', entity: `profile:${id}` };
      await changeAsApi(entry, (tx) => endSessionsOf(tx, id, null));
      return { json: { status: 'ok' } };
    },
  ),
  route(
    {
      ...about,
      operationId: 'revokeSession',
      method: 'delete',
      path: '/api/me/sessions/:id',
      permission: 'account.change',
      summary: 'End one of your sessions',
      description: 'Logs you out in one browser. 404 if you have no such session, or it has ended.',
      params: { id: sessionParam },
      answers: { 200: ok },
    },
    async ({ actor, params, changeAsApi }) => {
      const id = ownId(actor);
      const entry = { event: 'session.closed', entity: `profile:${id}` };
      await changeAsApi(entry, async (tx) => {
        if ((await endSessionsOf(tx, id, params.id)) === 0) throw unknownSession();
      });
      return { json: { status: 'ok' } };
    },
  ),
];

const ownId = ({ id }: Actor): string => {
  if (id === null) throw unknownSession();
  return id;
};

const unknownSession = (): Problem =>
  new Problem('not_found', 'You have no such session: it may have ended. GET /api/me/sessions lists those you have.');
