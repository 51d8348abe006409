import type { RequestHandler, Response } from 'express';
import { randomUUID } from 'node:crypto';

/** Gives each request the id by which the answer, the log and the audit name it. */
export const nameRequest: RequestHandler = (_request, response, next) => {
  response.set('X-Request-Id', `req_${randomUUID()}`);
  next();
};

/** The id that `nameRequest` gave. */
export const requestIdOf = (response: Response): string => String(response.get('X-Request-Id'));
