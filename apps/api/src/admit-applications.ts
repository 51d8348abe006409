import type { RequestHandler } from 'express';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiConfig } from './config.ts';
import { operatorsOnly } from './operators-only.ts';
import { Problem } from './problem.ts';

type Admission = Pick<ApiConfig, 'API_KEYS' | 'BOARD_USER' | 'BOARD_PASSWORD'>;

/** Lets applications in by `X-API-Key`, and operators as everywhere. A wrong key is refused, whoever gives it. */
export function admitApplications(config: Admission): RequestHandler {
  const operators = operatorsOnly(config);
  return (request, response, next) => {
    const key = request.get('x-api-key');
    if (key === undefined) return void operators(request, response, next);
    if (!isKnown(key, config.API_KEYS)) throw new Problem('unauthenticated', 'X-API-Key is none of API_KEYS.');
    next();
  };
}

/** Where the source system insists on a key: once there are keys, nobody does without. */
export const demandKey =
  ({ API_KEYS }: Admission): RequestHandler =>
  (request, _response, next) => {
    if (API_KEYS.size > 0 && request.get('x-api-key') === undefined)
      throw new Problem('unauthenticated', 'Give one of API_KEYS in the header X-API-Key.');
    next();
  };

/** Compares digests with all keys, so that the time taken tells nothing. */
function isKnown(given: string, keys: ReadonlySet<string>): boolean {
  let isOne = false;
  for (const key of keys) if (timingSafeEqual(digest(given), digest(key))) isOne = true;
  return isOne;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
