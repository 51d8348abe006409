import { problem } from '@trunkline/api-contract/http';
import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import type { Route } from '../http/route.ts';

/** An endpoint as an operation of OpenAPI; `x-permission` is what an actor needs of the policy table. */
export function describeRoute(route: Route): ZodOpenApiOperationObject {
  const { tag, summary, permission, query, body, bodyIsOptional = false, idempotent } = route;
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => [name!, z.string()] as const);
  return {
    operationId: operationIdOf(route),
    tags: [tag],
    summary,
    ...(permission === 'public' ? { security: [] } : { 'x-permission': permission }),
    requestParams: {
      ...(names.length > 0 && { path: z.object(Object.fromEntries(names)) }),
      ...(query && { query }),
      ...(idempotent && { header: z.object({ 'Idempotency-Key': idempotencyKey }) }),
    },
    ...(body && { requestBody: { required: !bodyIsOptional, content: { 'application/json': { schema: body } } } }),
    responses: { ...describeAnswers(route), ...PROBLEMS, ...(permission !== 'public' && REFUSALS) },
  };
}

/** `get /api/calls/:sid/explain` is `getCallsSidExplain`. */
const operationIdOf = ({ method, path }: Route): string =>
  method +
  path
    .replace(/^\/api\//, '/')
    .split(/\W+|_/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

const idempotencyKey = z
  .string()
  .min(8)
  .max(200)
  .optional()
  .meta({ description: 'A second request with it is answered as the first was', example: crypto.randomUUID() });

const describeAnswers = ({ answers, answerType = 'application/json' }: Route) =>
  Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => {
      const isEmpty = schema instanceof z.ZodUndefined;
      if (isEmpty && answerType === 'application/json') return [status, { description: MEANINGS[status] ?? 'Done' }];
      const content = { [answerType]: isEmpty ? {} : { schema } };
      return [status, { description: MEANINGS[status] ?? 'Done', content }];
    }),
  );

const MEANINGS: Readonly<Record<string, string>> = {
  200: 'Done',
  201: 'Made',
  202: 'Asked for; it goes on',
  204: 'Done, and nothing to say',
  206: 'A part of it',
  302: 'Elsewhere',
};

const asProblem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problem } },
});

const PROBLEMS = { default: asProblem('Refused, or failed') };
const REFUSALS = {
  401: asProblem('Nobody knows who asks'),
  403: asProblem('The role, or the scopes of the key, do not allow it'),
};
