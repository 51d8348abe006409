import type { Actor } from '@trunkline/access';
import { withActor, type Database, type Queryable, type Scoped, type DisabledGuards } from '@trunkline/db/connection';
import express, { type Request, type RequestHandler, type Response } from 'express';
import { allow, isAllowed } from './authorize.ts';
import { answerOnce } from './idempotency.ts';
import type { Identity } from '../identity/authenticate.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { toProblem } from './to-problem.ts';
import { demand, readBody, readNothing, readQuery } from './read-input.ts';
import type { Answer, Done, Route, RouteContext } from './route.ts';

export type RouteParts = { db: Database } & Serving;
/** For tests: what is left out on purpose, and who is shown every route, and every answer before it is sent. */
export type Serving = {
  weakening?: DisabledGuards;
  serves?: (route: Route) => void;
  watch?: (route: Route, status: number, json: unknown) => void;
};
const BODY_LIMIT = 16_384;

/** The handlers that serve an endpoint: who may, what was sent, the work in transactions of its own, then the answer. */
export function serveRoute(parts: RouteParts, route: Route): RequestHandler[] {
  parts.serves?.(route);
  const guard: RequestHandler = (_request, response, next) => {
    try {
      response.locals['admitted'] = allow(route, response, parts.weakening?.guard ?? true);
    } catch (error) {
      const { actor } = response.locals as Identity;
      return actor ? refuse(parts, route, { response, actor }, error) : next(error);
    }
    next(); // only now is read what somebody sent
  };
  const serve: RequestHandler = async (request, response) => {
    const { admitted: actor } = response.locals as { admitted: Actor };
    try {
      const context = openContext(parts, route, { request, response, actor });
      const answer = route.idempotent ? await answerOnce(parts.db, route, context) : await route.handle(context);
      if (answer && 'json' in answer) parts.watch?.(route, answer.status ?? 200, answer.json);
      send(response, answer);
    } catch (error) {
      await refuse(parts, route, { response, actor }, error);
    }
  };
  return [guard, ...(route.body ? [parserOf(route)] : []), serve];
}

/** Notes in the audit that somebody was refused a change, and hands the error on. */
async function refuse({ db }: RouteParts, route: Route, by: Omit<Asked, 'request'>, error: unknown): Promise<never> {
  const { status, code } = toProblem(error);
  const isNoise = route.permission === 'public' && code !== 'unauthenticated'; // anybody may send that, and much of it
  if (route.method !== 'get' && status < 500 && !isNoise) {
    const outcome = { entity: '-', event: 'refused', result: code };
    await recordAudit(db.pool, auditOf(route, by.response, by.actor), outcome);
  }
  throw error;
}

const parserOf = ({ bodyLimit = BODY_LIMIT, bodyTypes = ['application/json'] }: Route): RequestHandler =>
  express.json({ limit: bodyLimit, type: [...bodyTypes] });

type Asked = { request: Request; response: Response; actor: Actor };

function openContext({ db, weakening }: RouteParts, route: Route, { request, response, actor }: Asked): RouteContext {
  if (route.bodyIsOptional) request.body ??= {};
  if (route.demands) demand(route.demands, request.body);
  const as = <T>(work: (tx: Scoped) => Promise<T>) => withActor(db, actor, work, weakening);
  const audited =
    <T, X extends Queryable>({ event, entity }: Done<T>, work: (tx: X) => Promise<T>) =>
    async (tx: X): Promise<T> => {
      const result = await work(tx);
      const named = typeof entity === 'string' ? entity : entity(result);
      await recordAudit(tx, auditOf(route, response, actor), { entity: named, event, result: 'ok' });
      return result;
    };
  return {
    request,
    response,
    actor,
    requestId: requestIdOf(response),
    may: (permission) => isAllowed(actor, response, permission),
    query: route.query ? readQuery(route.query, request) : readNothing(request),
    body: route.body ? readBody(route.body, request) : undefined,
    params: request.params as Record<string, string>,
    read: as,
    change: <T>(done: Done<T>, work: (tx: Scoped) => Promise<T>) => as(audited(done, work)),
    changeAsApi: <T>(done: Done<T>, work: (tx: Queryable) => Promise<T>) => db.transaction(audited(done, work)),
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
