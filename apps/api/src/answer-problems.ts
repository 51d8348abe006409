import { isTransient } from '@trunkline/db';
import type { Logger } from '@trunkline/service';
import type { ErrorRequestHandler } from 'express';
import { Problem, type ProblemCode } from './problem.ts';
import { MEDIA_PATH } from './url-signer.ts';

/** Writes every error as `application/problem+json`; what nobody thought of is logged and told as little as possible. */
export const answerProblems =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    const problem = toProblem(error);
    const requestId = response.get('X-Request-Id');
    if (problem.status >= 500)
      log.error({ err: error, request_id: requestId, path: withoutToken(request.path) }, 'a request failed');
    if (response.headersSent) return next(error);
    if (problem.status === 401) response.set('WWW-Authenticate', 'Basic realm="Trunkline", charset="UTF-8"');
    if (problem.status === 503) response.set('Retry-After', '2');
    const instance = request.originalUrl.split('?')[0];
    response.status(problem.status).set('Cache-Control', 'no-store').type('application/problem+json');
    response.send(JSON.stringify({ ...problem.toJSON(), instance, request_id: requestId }));
  };

/** A signed URL lets in whoever has it. */
const withoutToken = (path: string): string => (path.startsWith(`${MEDIA_PATH}/`) ? `${MEDIA_PATH}/(token)` : path);

function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const { status, message, code } = error as { status?: number; message?: string; code?: string };
  const refused = BY_STATUS[status ?? 0];
  if (refused) return new Problem(refused, message ?? '');
  if (isTransient(error) || PRISMA_AWAY.test(code ?? ''))
    return new Problem('database_unavailable', 'Postgres did not answer. Try again in a moment.');
  return new Problem('internal_error', 'It was logged under the request id.');
}

/** Prisma's codes for a server that cannot be reached. */
const PRISMA_AWAY = /^P1\d{3}$/;

/** What Express and its body parser refuse by themselves. */
const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'malformed_request',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
};
