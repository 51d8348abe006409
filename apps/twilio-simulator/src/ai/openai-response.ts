import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'express';
import type { AiFaults } from './ai-faults.ts';
import type { AiRequest } from './ai-log.ts';

/** An error in OpenAI's format. */
export class OpenAiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
  constructor(
    status: number,
    type: string,
    message: string,
    { param = null, code = null }: { param?: string | null; code?: string | null } = {},
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.param = param;
    this.code = code;
  }

  toJSON() {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

const spent = new OpenAiError(429, 'insufficient_quota', 'You exceeded your current quota.', {
  code: 'insufficient_quota',
});
const noModel = new OpenAiError(404, 'invalid_request_error', 'The model does not exist.', { code: 'model_not_found' });

export const invalidRequest = (message: string): OpenAiError => new OpenAiError(400, 'invalid_request_error', message);

/** Throws where the settings refuse one of these parameters, as OpenAI does. */
export function checkParameters({ settings }: AiFaults, parameters: Readonly<Record<string, unknown>>): void {
  for (const rule of settings.refuses.split(',').filter(Boolean)) {
    const [param = '', value] = rule.split('=');
    const given = parameters[param];
    if (given === undefined || (value !== undefined && !JSON.stringify(given).includes(`"${value}"`))) continue;
    throw new OpenAiError(400, 'invalid_request_error', `'${param}' is not supported with this model.`, {
      param,
      code: value === undefined ? 'unsupported_parameter' : 'unsupported_value',
    });
  }
}

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
  if (fault === 'quota') return send(429, spent);
  if (fault === 'unknownModel') return send(404, noModel);
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
