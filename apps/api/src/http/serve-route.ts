import {
  withActor,
  type Database,
  type DisabledGuards,
  type Queryable,
  type Scoped,
  type Transaction,
} from '@trunkline/db/connection';
import express, { type Request, type RequestHandler, type Response } from 'express';
import type { OutgoingHttpHeaders } from 'node:http';
import { authorize } from './authorize.ts';
import { handleIdempotently } from './idempotency.ts';
import { hasPermission, identityOf, principalOf, type Principal } from './principal.ts';
import { readBody, readNoQuery, readQuery, requireFields } from './read-input.ts';
import { recordAudit } from './record-audit.ts';
import { requestIdOf } from './request-id.ts';
import type { Answer, AuditEntry, Route, RouteContext } from './route.ts';
import { toProblem } from './to-problem.ts';

export type RouteParts = { db: Database } & Serving;
/** For tests only: guards that are switched off, and observers of every route and of every answer before it is sent. */
export type Serving = {
  weakening?: DisabledGuards;
  serves?: (route: Route) => void;
  watch?: (route: Route, status: number, json: unknown, headers: OutgoingHttpHeaders) => void;
};
const BODY_LIMIT = 16_384;

/** The handlers of an endpoint: authorize, parse the body, run the handler, send its answer. */
export function serveRoute(parts: RouteParts, route: Route): RequestHandler[] {
  parts.serves?.(route);
  const guard: RequestHandler = (_request, response, next) => {
    try {
      authorize(route, response, parts.weakening?.guard ?? true);
    } catch (error) {
      const { principal } = identityOf(response);
      return principal ? refuse(parts, route, { response, principal }, error) : next(error);
    }
    next(); // the body is read only after the guard
  };
  const serve: RequestHandler = async (request, response) => {
    const principal = principalOf(response);
    try {
      const context = openContext(parts, route, { request, response, principal });
      const answer = route.idempotent
        ? await handleIdempotently(parts.db, route, context)
        : await route.handle(context);
      if (answer && 'json' in answer) parts.watch?.(route, answer.status ?? 200, answer.json, response.getHeaders());
      send(response, answer);
    } catch (error) {
      await refuse(parts, route, { response, principal }, error);
    }
  };
  return [guard, ...(route.body ? [parserOf(route)] : []), serve];
}

/** Records a refused change in the audit and rethrows the error. */
async function refuse({ db }: RouteParts, route: Route, by: Omit<Exchange, 'request'>, error: unknown): Promise<never> {
  const { status, code, auditResult: result } = toProblem(error);
  const isNoise = route.permission === 'public' && code !== 'unauthenticated'; // anonymous senders could fill the audit
  if (route.method !== 'get' && status < 500 && !isNoise) {
    const outcome = { entity: '-', event: 'refused', result };
    await recordAudit(db.pool, auditOf(route, by), outcome);
  }
  throw error;
}

const parserOf = ({ bodyLimit = BODY_LIMIT, bodyTypes = ['application/json'] }: Route): RequestHandler =>
  express.json({ limit: bodyLimit, type: [...bodyTypes] });

type Exchange = { request: Request; response: Response; principal: Principal };

function openContext({ db, weakening }: RouteParts, route: Route, exchange: Exchange): RouteContext {
  const { request, response, principal } = exchange;
  const { actor } = principal;
  if (route.bodyIsOptional) request.body ??= {};
  if (route.requiredFields) requireFields(route.requiredFields, request.body);
  const as = <T>(work: (tx: Scoped) => Promise<T>) => withActor(db, actor, work, weakening);
  const audited =
    <T, X extends Queryable>({ event, entity }: AuditEntry<T>, work: (tx: X) => Promise<T>) =>
    async (tx: X): Promise<T> => {
      const result = await work(tx);
      const named = typeof entity === 'string' ? entity : entity(result);
      await recordAudit(tx, auditOf(route, exchange), { entity: named, event, result: 'ok' });
      return result;
    };
  return {
    request,
    response,
    principal,
    actor,
    requestId: requestIdOf(response),
    may: (permission) => hasPermission(principal, permission),
    query: route.query ? readQuery(route.query, request) : readNoQuery(request),
    body: route.body ? readBody(route.body, request) : undefined,
    params: request.params as Record<string, string>,
    read: as,
    change: <T>(entry: AuditEntry<T>, work: (tx: Scoped) => Promise<T>) => as(audited(entry, work)),
    changeAsApi: <T>(entry: AuditEntry<T>, work: (tx: Transaction) => Promise<T>) =>
      db.transaction(audited(entry, work)),
  };
}

const auditOf = (route: Route, { response, principal }: Omit<Exchange, 'request'>) => ({
  requestId: requestIdOf(response),
  actor: principal.actor,
  route: `${route.method.toUpperCase()} ${route.path}`,
});

function send(response: Response, answer: Answer): void {
  if (!answer) return;
  response.status(answer.status ?? 200);
  if ('json' in answer) response.json(answer.json);
  else response.type(answer.type).send(answer.text);
}
