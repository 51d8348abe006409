import { ROLES, type Role } from '@trunkline/access';
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { ApiConfig } from '../config.ts';
import { Problem } from '../http/problem.ts';

/** The claims of a valid token. */
type TokenClaims = { subject: string; role: Role; expiresAt: Date };
/** Reads a token; undefined if it is not valid, for any reason. */
export type TokenReader = (token: string) => Promise<TokenClaims | undefined>;

type Settings = Pick<ApiConfig, 'JWT_SECRET' | 'JWT_JWKS_URL' | 'JWT_ISSUER' | 'JWT_AUDIENCE'>;

/** Clocks of two machines differ by a few seconds. */
const CLOCK_TOLERANCE_S = 10;
const REFRESH_KEYS_EVERY_MS = 600_000;
const KEYS_WITHIN_MS = 3000;
/** An allow-list, so that a token cannot choose `none`, or HMAC with a public key as its secret. */
const ALGORITHMS = { secret: ['HS256'], keys: ['RS256', 'ES256', 'EdDSA'] };

const claims = z.object({ sub: z.guid().toLowerCase(), role: z.enum(ROLES), exp: z.number() });

/** A reader by JWT_SECRET or JWT_JWKS_URL. Without either, no token is valid. */
export function openTokenReader({ JWT_SECRET, JWT_JWKS_URL, JWT_ISSUER, JWT_AUDIENCE }: Settings): TokenReader {
  const checks = {
    issuer: JWT_ISSUER!,
    audience: JWT_AUDIENCE!,
    clockTolerance: CLOCK_TOLERANCE_S,
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

async function read(verify: () => Promise<{ payload: object }>): Promise<TokenClaims | undefined> {
  try {
    const { sub, role, exp } = claims.parse((await verify()).payload);
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
