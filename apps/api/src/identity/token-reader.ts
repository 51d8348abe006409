import { ROLES, type Role } from '@trunkline/access';
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey, type JWTVerifyResult } from 'jose';
import { z } from 'zod';
import type { ApiConfig } from '../config.ts';
import { Problem } from '../http/problem.ts';

/** The claims of a valid token. */
type TokenClaims = { subject: string; role: Role; expiresAt: Date };
/** Reads a token; undefined if it is not valid, for any reason. */
export type TokenReader = (token: string) => Promise<TokenClaims | undefined>;

type Settings = Pick<ApiConfig, 'JWT_SECRET' | 'JWT_JWKS_URL' | 'JWT_ISSUER' | 'JWT_AUDIENCE' | 'JWT_MAX_AGE_HOURS'>;

/** Clocks of two machines differ by a few seconds. */
const CLOCK_TOLERANCE_S = 10;
const REFRESH_KEYS_EVERY_MS = 600_000;
const KEYS_WITHIN_MS = 3000;
/** An allow-list, so that a token cannot choose `none`, or HMAC with a public key as its secret. */
const ALGORITHMS = { secret: ['HS256'], keys: ['RS256', 'ES256', 'EdDSA'] };

/** Types of an access token (RFC 9068), or none. The same keys sign other tokens, such as those that end a session. */
const type = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['jwt', 'application/jwt', 'at+jwt', 'application/at+jwt']))
  .optional();

const claims = z.object({ sub: z.guid().toLowerCase(), role: z.enum(ROLES), iat: z.number(), exp: z.number() });

/**
 * A reader by JWT_SECRET or JWT_JWKS_URL. Without either, no token is valid. A token that is valid for longer than
 * JWT_MAX_AGE_HOURS is never valid, however young: a provider that issues such tokens should show at once, not after a day.
 */
export function openTokenReader(settings: Settings): TokenReader {
  const { JWT_SECRET, JWT_JWKS_URL, JWT_ISSUER, JWT_AUDIENCE } = settings;
  const maxAgeS = settings.JWT_MAX_AGE_HOURS * 3600;
  const read = (verify: () => Promise<Verified>) => readToken(verify, maxAgeS);
  const checks = {
    issuer: JWT_ISSUER!,
    audience: JWT_AUDIENCE!,
    clockTolerance: CLOCK_TOLERANCE_S,
    maxTokenAge: maxAgeS,
    requiredClaims: ['exp', 'sub', 'role'],
  };
  if (JWT_JWKS_URL !== undefined) {
    const keys = openKeys(new URL(JWT_JWKS_URL));
    return (token) => read(() => jwtVerify(token, keys, { ...checks, algorithms: ALGORITHMS.keys }));
  }
  if (JWT_SECRET === undefined) return () => Promise.resolve(undefined);
  const secret = new TextEncoder().encode(JWT_SECRET);
  return (token) => read(() => jwtVerify(token, secret, { ...checks, algorithms: ALGORITHMS.secret }));
}

type Verified = Pick<JWTVerifyResult, 'payload' | 'protectedHeader'>;

async function readToken(verify: () => Promise<Verified>, maxAgeS: number): Promise<TokenClaims | undefined> {
  try {
    const { payload, protectedHeader } = await verify();
    type.parse(protectedHeader.typ);
    const { sub, role, iat, exp } = claims.parse(payload);
    if (exp - iat > maxAgeS) return undefined;
    return { subject: sub, role, expiresAt: new Date((exp + CLOCK_TOLERANCE_S) * 1000) };
  } catch (error) {
    if (error instanceof Problem) throw error;
    return undefined;
  }
}

/** The provider's keys. They are refreshed in the background, and kept while the provider is unavailable. */
function openKeys(url: URL): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, { cacheMaxAge: Infinity, timeoutDuration: KEYS_WITHIN_MS });
  let refreshedAt = 0;
  return async (header, token) => {
    const isDue = Date.now() - refreshedAt > REFRESH_KEYS_EVERY_MS;
    if (keys.jwks() === undefined || isDue) {
      refreshedAt = Date.now();
      const failure = keys.reload().catch((cause: unknown) => cause);
      if (keys.jwks() === undefined && (await failure) !== undefined)
        throw new Problem('identity_unavailable', 'The keys at JWT_JWKS_URL could not be read. Retry in a moment.');
    }
    return keys(header, token);
  };
}
