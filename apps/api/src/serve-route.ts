import { scopeOf, type Actor } from '@trunkline/access';
import { withActor, type Database, type Scoped, type Weakening } from '@trunkline/db';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { answerOnce } from './answer-once.ts';
import { recordAudit } from './record-audit.ts';
import { Problem } from './problem.ts';
import { readBody, readNothing, readQuery } from './read-input.ts';
import type { Answer, Done, Route, RouteContext } from './route.ts';

export type RouteParts = { db: Database; weakening?: Weakening };
const BODY_LIMIT = 16_384;

/** The handlers that serve an endpoint: who may, what was sent, the work in transactions of its own, then the answer. */
export function serveRoute(parts: RouteParts, route: Route): RequestHandler[] {
  const parse = route.body ? [express.json({ limit: route.bodyLimit ?? BODY_LIMIT })] : [];
  const serve: RequestHandler = async (request, response) => {
    const actor = allow(route, response, parts.weakening?.guard ?? true);
    try {
      const context = openContext(parts, route, { request, response, actor });
      const answer = route.idempotent ? await answerOnce(parts.db, route, context) : await route.handle(context);
      send(response, answer);
    } catch (error) {
      if (route.method !== 'get' && error instanceof Problem && error.status < 500)
        await recordAudit(parts.db.pool, auditOf(route, response, actor), {
          entity: '-',
          event: 'refused',
          result: error.code,
        });
      throw error;
    }
  };
  return [...parse, serve];
}

/** Who asks, if they may; `authenticate` put it there. */
function allow({ permission }: Route, response: Response, isGuarded: boolean): Actor {
  const actor = (response.locals as { actor?: Actor }).actor;
  if (permission === 'public') return actor ?? { id: null, role: 'client' };
  if (!actor) throw new Problem('unauthenticated', 'Log in, or give a key: X-API-Key or Authorization: Bearer.');
  if (isGuarded && scopeOf(actor.role, permission) === undefined) throw forbidden();
  return actor;
}

export const forbidden = (): Problem => new Problem('forbidden', 'Your role may not do this.');

type Asked = { request: Request; response: Response; actor: Actor };

function openContext({ db, weakening }: RouteParts, route: Route, { request, response, actor }: Asked): RouteContext {
  if (route.bodyIsOptional) request.body ??= {};
  const as = <T>(work: (tx: Scoped) => Promise<T>) => withActor(db, actor, work, weakening);
  return {
    request,
    response,
    actor,
    requestId: requestIdOf(response),
    query: (route.query ? readQuery(route.query, request) : readNothing(request)),
    body: (route.body ? readBody(route.body, request) : undefined),
    params: request.params as Record<string, string>,
    read: as,
    change: <T>({ event, entity }: Done<T>, work: (tx: Scoped) => Promise<T>) =>
      as(async (tx) => {
        const result = await work(tx);
        const named = typeof entity === 'string' ? entity : entity(result);
        await recordAudit(tx, auditOf(route, response, actor), { entity: named, event, result: 'ok' });
        return result;
      }),
  };
}

const auditOf = (route: Route, response: Response, actor: Actor) => ({
  requestId: requestIdOf(response),
  actor,
  route: `${route.method.toUpperCase()} ${route.path}`,
});

const requestIdOf = (response: Response): string => String(response.get('X-Request-Id'));

function send(response: Response, answer: Answer): void {
  if (!answer) return;
  response.status(answer.status ?? 200);
  if ('json' in answer) response.json(answer.json);
  else response.type(answer.type).send(answer.text);
}
