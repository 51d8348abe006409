import type { Database } from '@trunkline/db/connection';
import type { Request, RequestHandler } from 'express';
import type { ApiConfig } from '../config.ts';
import { setIdentity, type Principal } from '../http/principal.ts';
import { Problem } from '../http/problem.ts';
import { isLocal, SAFE_METHODS } from '../http/request-origin.ts';
import { readCredential, type GivenCredential } from './read-credential.ts';
import { clearSessionCookie, cookieName } from './session-cookie.ts';
import { openCredentialVerifier, principalBySettings } from './verify-credential.ts';

/**
 * Identifies the principal of a request and leaves the decision to its route. A wrong credential is refused by every
 * route that needs one, also from this machine. A request from this machine without a credential comes from its operator,
 * if LOCAL_OPERATOR allows it.
 */
export function authenticate(config: ApiConfig, db: Database): RequestHandler {
  const verifyCredential = openCredentialVerifier(config, db);
  const name = cookieName(config);
  const hasLocalOperator = config.LOCAL_OPERATOR ?? config.NODE_ENV !== 'production';
  const operatorOf = (request: Request) =>
    hasLocalOperator && isLocal(request) ? principalBySettings('operator', 'superadmin') : undefined;

  return async (request, response, next) => {
    const given = readCredential(request.headers, name);
    const principal = given ? await verifyCredential(given) : operatorOf(request);
    const refusal = refusalOf(request, given, principal);
    setIdentity(response, { ...(refusal ? { refusal } : principal && { principal }) });
    if (given?.kind === 'session' && !principal) clearSessionCookie(response, config);
    next();
  };
}

/** Each of these shows that a page of this site sends the request: browsers set the first two, other sites cannot set the third. */
const OF_THIS_SITE = ['sec-fetch-site', 'origin', 'x-requested-with'];

function refusalOf(request: Request, given: GivenCredential | undefined, principal: Principal | undefined) {
  if (given && !principal) return new Problem('unauthenticated', INVALID[given.kind]);
  const isWriteByCookie = given?.kind === 'session' && !SAFE_METHODS.has(request.method);
  // `refuseForeignWrites` checks what the first two say; a form of any page sends the cookie alone
  if (!isWriteByCookie || OF_THIS_SITE.some((name) => request.get(name) !== undefined)) return undefined;
  return new Problem('forbidden', 'A change with a session cookie needs the header Origin or X-Requested-With.');
}

const INVALID: Readonly<Record<GivenCredential['kind'], string>> = {
  key: 'This API key is unknown, expired or revoked. Create another: POST /api/keys or npm run keys.',
  token: 'This token is not valid. Check its signature, iss, aud, exp, sub and role.',
  password: 'BOARD_USER or BOARD_PASSWORD is wrong. Send both by HTTP Basic authentication.',
  session: 'The session has ended. Log in again.',
  unreadable: 'Authorization is not readable. Send Bearer with a key or a token, or Basic.',
};
