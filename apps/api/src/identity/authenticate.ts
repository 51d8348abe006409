import type { Database } from '@trunkline/db/connection';
import type { Request, RequestHandler, Response } from 'express';
import type { ApiConfig } from '../config.ts';
import { setIdentity, type Principal } from '../http/principal.ts';
import { Problem } from '../http/problem.ts';
import { isLocal, namesItsSite, SAFE_METHODS } from '../http/request-origin.ts';
import { requestIdOf } from '../http/request-id.ts';
import { clientOf } from '../http/trust-proxies.ts';
import type { LoginLimit } from './login-limit.ts';
import { openOperatorLogin } from './operator-login.ts';
import { readCredential, type GivenCredential } from './read-credential.ts';
import { clearSessionCookie, cookieName } from './session-cookie.ts';
import { openCredentialVerifier, principalBySettings } from './verify-credential.ts';

/**
 * Identifies the principal of a request and leaves the decision to its route. A wrong credential is refused by every
 * route that needs one, also from this machine. A request from this machine without a credential comes from its operator,
 * if LOCAL_OPERATOR allows it.
 */
export function authenticate(config: ApiConfig, db: Database, limit: LoginLimit): RequestHandler {
  const verifyCredential = openCredentialVerifier(config, db);
  const verifyOperator = openOperatorLogin(config, { pool: db.pool, limit });
  const name = cookieName(config);
  const hasLocalOperator = config.LOCAL_OPERATOR ?? config.NODE_ENV !== 'production';
  const operatorOf = (request: Request) =>
    hasLocalOperator && isLocal(request) ? principalBySettings('operator', 'superadmin') : undefined;

  return async (request, response, next) => {
    const given = readCredential(request.headers, name);
    const verified = given ? await verify(given, request, response).catch(limited) : operatorOf(request);
    const principal = verified instanceof Problem ? undefined : verified;
    const refusal = verified instanceof Problem ? verified : refusalOf(request, given, principal);
    setIdentity(response, { ...(refusal ? { refusal } : principal && { principal }) });
    if (given?.kind === 'session' && !principal) clearSessionCookie(response, config);
    next();
  };

  function verify(given: GivenCredential, request: Request, response: Response) {
    if (given.kind !== 'password') return verifyCredential(given);
    return verifyOperator(given, { client: clientOf(request), requestId: requestIdOf(response) });
  }
}

/** A password past its limit is refused like a wrong one: by each endpoint that needs a credential. */
function limited(error: unknown): Problem {
  if (error instanceof Problem && error.code === 'rate_limited') return error;
  throw error;
}

function refusalOf(request: Request, given: GivenCredential | undefined, principal: Principal | undefined) {
  if (given && !principal) return new Problem('unauthenticated', INVALID[given.kind]);
  const isWriteByCookie = given?.kind === 'session' && !SAFE_METHODS.has(request.method);
  if (!isWriteByCookie || namesItsSite(request)) return undefined; // a form of any page sends the cookie alone
  return new Problem('forbidden', 'A change with a session cookie needs the header Origin or X-Requested-With.');
}

const INVALID: Readonly<Record<GivenCredential['kind'], string>> = {
  key: 'This API key is unknown, expired or revoked. Create another: POST /api/keys or npx trunkline keys.',
  token:
    'This token is not valid. Check its signature, typ, iss, aud, iat, exp, sub and role, and that it is not valid for longer than JWT_MAX_AGE_HOURS.',
  password: 'BOARD_USER or BOARD_PASSWORD is wrong. Send both by HTTP Basic authentication.',
  session: 'The session has ended. Log in again.',
  unreadable: 'Authorization is not readable. Send Bearer with a key or a token, or Basic.',
};
