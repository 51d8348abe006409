import { sendProblem, type Logger } from '@trunkline/service';
import type { ErrorRequestHandler, Request } from 'express';
import { isRefusedByPostgres, toProblem } from './to-problem.ts';
import { MEDIA_PATH } from '../recordings/url-signer.ts';

/** Writes every error as `application/problem+json`; what nobody thought of is logged and told as little as possible. */
export const answerProblems =
  (log: Logger): ErrorRequestHandler =>
  (error: unknown, request, response, next) => {
    const problem = toProblem(error);
    const requestId = response.get('X-Request-Id');
    if (problem.status >= 500)
      log.error({ err: error, request_id: requestId, path: withoutToken(request.path) }, 'a request failed');
    if (isRefusedByPostgres(error))
      log.warn({ err: error, request_id: requestId, event: 'refused_by_postgres' }, 'our own code had let it pass');
    if (response.headersSent) return next(error);
    if (problem.status === 401) response.set('WWW-Authenticate', challengeFor(request));
    if (problem.status === 503) response.set('Retry-After', '2');
    const instance = withoutToken(request.originalUrl.split('?')[0]!);
    const details = { ...problem.toJSON(), instance, request_id: requestId };
    sendProblem(response, details, { 'cache-control': 'no-store' });
  };

/** A page's script is not challenged with Basic: the browser would ask for a password above the page. */
const challengeFor = (request: Request): string =>
  (request.get('sec-fetch-mode') ?? 'navigate') === 'navigate'
    ? 'Basic realm="Trunkline", charset="UTF-8"'
    : 'Bearer realm="Trunkline"';

/** A signed URL lets in whoever has it. */
const withoutToken = (path: string): string => (path.startsWith(`${MEDIA_PATH}/`) ? `${MEDIA_PATH}/(token)` : path);
