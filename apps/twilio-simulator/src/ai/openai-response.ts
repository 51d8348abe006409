import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'express';
import type { AiFaults } from './ai-faults.ts';
import type { AiRequest } from './ai-log.ts';

/** An error in OpenAI's format. */
export class OpenAiError extends Error {
  readonly status: number;
  readonly type: string;
  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }

  toJSON() {
    return { error: { message: this.message, type: this.type, param: null, code: null } };
  }
}

export const invalidRequest = (message: string): OpenAiError => new OpenAiError(400, 'invalid_request_error', message);

/** Answers a request to a model, with the drawn fault, and records the outcome. */
export async function respondWithFaults(
  faults: AiFaults,
  request: AiRequest,
  res: Response,
  createBody: (fault: AiRequest['fault']) => object,
): Promise<void> {
  const fault = faults.draw();
  request.fault = fault ?? null;
  const send = (status: number, body: object): void => {
    request.status = status;
    res.status(status).json(body);
  };
  if (fault === 'tooMany') return send(429, new OpenAiError(429, 'rate_limit_error', 'Rate limit reached.'));
  if (fault === 'serverError') return send(500, new OpenAiError(500, 'server_error', 'The server had an error.'));
  if (fault === 'slow') await sleep(faults.settings.slowMs);
  try {
    const body = createBody(request.fault);
    request.isPaid = true;
    if (fault === 'lost') res.destroy();
    else send(200, body);
  } catch (error) {
    if (!(error instanceof OpenAiError)) throw error;
    send(error.status, error);
  }
}
