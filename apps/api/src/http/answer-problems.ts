import { sendProblem, type Logger } from '@trunkline/service';
import type { ErrorRequestHandler, Request } from 'express';
import { isRefusedByPostgres, toProblem } from './to-problem.ts';

/**
 * Writes every error as `application/problem+json`. Unexpected errors are logged and reveal nothing but the request id.
 * The last segment of a path below `secretPaths` is left out of the log and the answer.
 */
export const answerProblems =
  (log: Logger, secretPaths: readonly string[] = []): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    const problem = toProblem(error);
    const requestId = response.get('X-Request-Id');
    const visible = (path: string) => withoutSecret(path, secretPaths);
    if (problem.status >= 500)
      log.error({ err: error, request_id: requestId, path: visible(request.path) }, 'Request failed');
    if (isRefusedByPostgres(error))
      log.warn(
        { err: error, request_id: requestId, event: 'refused_by_postgres' },
        'Postgres refused what the guards of the API had allowed',
      );
    if (response.headersSent) return next(error);
    if (problem.status === 401) response.set('WWW-Authenticate', challengeFor(request));
    if (problem.retryAfterSeconds !== undefined) response.set('Retry-After', `${problem.retryAfterSeconds}`);
    const instance = visible(request.originalUrl.split('?')[0]!);
    const details = { ...problem.toJSON(), instance, request_id: requestId };
    sendProblem(response, details, { 'cache-control': 'no-store' });
  };

/** Scripts of a page are not challenged with Basic: the browser would show its password dialog above the page. */
const challengeFor = (request: Request): string =>
  isSentByScript(request) ? 'Bearer realm="Trunkline"' : 'Basic realm="Trunkline", charset="UTF-8"';

/** Browsers send Sec-Fetch-Mode to https and this machine only; the console's requests say it by the other two headers. */
const isSentByScript = (request: Request): boolean =>
  (request.get('sec-fetch-mode') ?? 'navigate') !== 'navigate' ||
  request.get('x-requested-with') !== undefined ||
  request.get('accept') === 'text/event-stream';

/** A signed URL grants access by itself. */
function withoutSecret(path: string, secretPaths: readonly string[]): string {
  const secret = secretPaths.find((prefix) => path.startsWith(`${prefix}/`));
  return secret === undefined ? path : `${secret}/(token)`;
}
