import { described, problem } from '@trunkline/api-contract/http';
import { z } from 'zod';
import type { ZodOpenApiOperationObject } from 'zod-openapi';
import type { RequestHeader, ResponseHeader, Route } from '../http/route.ts';

/** An endpoint as an operation of OpenAPI. `x-permission` is the permission that it needs, as in docs/policy.md. */
export function describeRoute(route: Route): ZodOpenApiOperationObject {
  const { operationId, tag, summary, description, permission, params, query, body, bodyIsOptional = false } = route;
  const headers = requestHeaders(route);
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    ...(permission === 'public' ? { security: [] } : { 'x-permission': permission }),
    requestParams: {
      ...(params && { path: z.object(params) }),
      ...(query && { query }),
      ...(headers.length > 0 && { header: pick(REQUEST_HEADERS, headers) }),
    },
    ...(body && { requestBody: { required: !bodyIsOptional, content: { 'application/json': { schema: body } } } }),
    responses: { ...describeAnswers(route), ...PROBLEMS, ...(permission !== 'public' && REFUSALS) },
  };
}

const requestHeaders = ({ idempotent, accepts = [] }: Route): RequestHeader[] => [
  ...(idempotent ? (['Idempotency-Key'] as const) : []),
  ...accepts,
];

function pick<Name extends string>(headers: Readonly<Record<Name, z.ZodType>>, names: readonly Name[]) {
  return z.object(Object.fromEntries(names.map((name) => [name, headers[name]])));
}

const text = z.string().optional();

/** A response header that all answers share as a component. */
const header = (id: string, description: string, example: string) =>
  z
    .string()
    .optional()
    .meta({ description, header: { id }, override: { examples: [example] } });

const REQUEST_HEADERS: Readonly<Record<RequestHeader, z.ZodType>> = {
  'Idempotency-Key': described(
    z.string().min(8).max(200).optional(),
    'A key of your choice, such as a UUID. Within 24 hours a repeated request with it gets the first answer and changes nothing',
    '0b7cbb2e-3c5d-4c7a-9d0f-1a2b3c4d5e6f',
  ),
  'If-Match': described(text, 'ETag that the resource must still have; otherwise 412', '"3"'),
  'If-None-Match': described(
    text,
    'ETag of the answer that you have; 304 without a body if it is still the same',
    '"9f86d0…"',
  ),
  'If-Range': described(text, 'ETag of the part that you have; with another one the whole audio is sent', '"9f86d0…"'),
  'Last-Event-ID': described(text, 'Id of the last received frame, to resume after it', '4711'),
  Range: described(text, 'Bytes to send', 'bytes=0-65535'),
};

const RESPONSE_HEADERS: Readonly<Record<ResponseHeader, z.ZodType>> = {
  ETag: header('ETag', 'Version of the resource', '"3"'),
  Location: header('Location', 'Path of the created resource, or of the progress', '/api/calls/42'),
};

/** Headers of every answer. */
const COMMON_HEADERS = {
  'X-Request-Id': header('XRequestId', 'Finds the request in the log', 'req_0b7cbb2e-3c5d-4c7a-9d0f-1a2b3c4d5e6f'),
  RateLimit: header(
    'RateLimit',
    'Requests left (r), and seconds until the limit is renewed (t)',
    '"requests"; r=2999; t=60',
  ),
  'RateLimit-Policy': header('RateLimitPolicy', 'Requests (q) in a window of seconds (w)', '"requests"; q=3000; w=60'),
};

const LINK = header(
  'Link',
  'Path of the next page, with rel="next"; absent on the last page',
  '</api/calls?cursor=…>; rel="next"',
);
const REPLAYED = header(
  'IdempotentReplayed',
  'true if this is the stored answer to an earlier request with the key',
  'true',
);

function responseHeaders({ idempotent, sends = [], query }: Route) {
  return z.object({
    ...COMMON_HEADERS,
    ...pick(RESPONSE_HEADERS, sends).shape,
    ...(query && 'cursor' in query.shape && { Link: LINK }),
    ...(idempotent && { 'Idempotent-Replayed': REPLAYED }),
  });
}

const describeAnswers = (route: Route) =>
  Object.fromEntries(
    Object.entries(route.answers).map(([status, schema]) => {
      const { answerType = 'application/json' } = route;
      const answer = { description: MEANINGS[status] ?? 'Success', headers: responseHeaders(route) };
      const isEmpty = schema instanceof z.ZodUndefined;
      if (isEmpty && answerType === 'application/json') return [status, answer];
      return [status, { ...answer, content: { [answerType]: isEmpty ? {} : { schema } } }];
    }),
  );

const MEANINGS: Readonly<Record<string, string>> = {
  200: 'Success',
  201: 'Created',
  202: 'Accepted; it continues after the answer',
  204: 'Success, without a body',
  206: 'The requested range',
  303: 'Redirection',
  410: 'No longer valid, with the reason',
};

const asProblem = (id: string, description: string, headers: z.ZodRawShape = {}) => ({
  id,
  description,
  headers: z.object({ ...COMMON_HEADERS, ...headers }),
  content: { 'application/problem+json': { schema: problem } },
});

const RETRY_AFTER = header('RetryAfter', 'Seconds to wait before the next request', '2');

const PROBLEMS = {
  429: asProblem('TooManyRequests', 'Too many requests', { 'Retry-After': RETRY_AFTER }),
  503: asProblem('Unavailable', 'A server that the API needs is unavailable, or a setting is missing', {
    'Retry-After': RETRY_AFTER,
  }),
  default: asProblem('AnyProblem', 'Any other problem; `code` and `detail` say which one'),
};

const REFUSALS = {
  401: asProblem('Unauthenticated', 'Authentication required', {
    'WWW-Authenticate': header('WWWAuthenticate', 'How to authenticate', 'Bearer realm="Trunkline"'),
  }),
  403: asProblem('Forbidden', 'Permission denied: the role or the scopes of the key do not allow it'),
};
