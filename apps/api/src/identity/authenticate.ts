import type { Database } from '@trunkline/db/connection';
import type { Request, RequestHandler } from 'express';
import type { ApiConfig } from '../config.ts';
import { openAdmission, withoutProfile } from './verify-credential.ts';
import type { Caller } from './credential.ts';
import { readCredential, type GivenCredential } from './read-credential.ts';
import { cookieName, takeSession } from './session-cookie.ts';
import { isLocal } from '../http/is-local.ts';
import { Problem } from '../http/problem.ts';

/** What `authenticate` leaves in `response.locals`: who asks, or why nobody does. */
export type Identity = Partial<Caller> & { refusal?: Problem };

/**
 * Finds out who asks, for the routes to decide. A credential that is wrong is refused by whatever needs one, from this
 * machine too; without any, whoever works on this machine is its operator where LOCAL_OPERATOR allows it.
 */
export function authenticate(config: ApiConfig, db: Database): RequestHandler {
  const admit = openAdmission(config, db);
  const name = cookieName(config);
  const hasLocalOperator = config.LOCAL_OPERATOR ?? config.NODE_ENV !== 'production';

  return async (request, response, next) => {
    const given = readCredential(request.headers, name);
    const isOperator = given === undefined && hasLocalOperator && isLocal(request);
    const caller = given ? await admit(given) : isOperator ? withoutProfile('operator', 'superadmin') : undefined;
    const refusal = refusalOf(request, given, caller);
    Object.assign(response.locals, refusal ? { refusal } : (caller ?? {}));
    if (given?.kind === 'session' && !caller) takeSession(response, config);
    next();
  };
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Any of these shows that a page of this site asks: browsers set the first two, and others may not set the third. */
const OF_THIS_SITE = ['sec-fetch-site', 'origin', 'x-requested-with'];

function refusalOf(request: Request, given: GivenCredential | undefined, caller: Caller | undefined) {
  if (given && !caller) return new Problem('unauthenticated', WRONG[given.kind]);
  const isWriteByCookie = given?.kind === 'session' && !READING.has(request.method);
  // what the first two say is judged by `refuseForeignWrites`; a cookie alone comes along with any page's form
  if (!isWriteByCookie || OF_THIS_SITE.some((name) => request.get(name) !== undefined)) return undefined;
  return new Problem('forbidden', 'A change by a browser’s session needs Origin, or X-Requested-With.');
}

const WRONG: Readonly<Record<GivenCredential['kind'], string>> = {
  key: 'This API key is not known, or no longer good.',
  token: 'This token is not good.',
  password: 'Give BOARD_USER and BOARD_PASSWORD by HTTP Basic authentication.',
  session: 'The session has ended. Log in again.',
  unreadable: 'Authorization: Bearer with a key or a token, or Basic.',
};
