import { ROLES, type Role } from '@trunkline/access';
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { ApiConfig } from '../config.ts';
import { Problem } from '../http/problem.ts';

/** What a token says that is good now. */
type TokenClaims = { subject: string; role: Role; expiresAt: Date };
/** Undefined for a token that is not good, whatever the reason. */
export type TokenReader = (token: string) => Promise<TokenClaims | undefined>;

type Settings = Pick<ApiConfig, 'JWT_SECRET' | 'JWT_JWKS_URL' | 'JWT_ISSUER' | 'JWT_AUDIENCE'>;

/** Clocks of two machines differ by a few seconds. */
const CLOCK_TOLERANCE_S = 10;
const REFRESH_KEYS_EVERY_MS = 600_000;
const KEYS_WITHIN_MS = 3000;
/** Named one by one, so that no token chooses another: not `none`, and no HMAC with a public key. */
const ALGORITHMS = { secret: ['HS256'], keys: ['RS256', 'ES256', 'EdDSA'] };

const claims = z.object({ sub: z.guid().toLowerCase(), role: z.enum(ROLES), exp: z.number() });

/** Reads tokens as the environment says; without settings for it no token is good. */
export function openTokenReader({ JWT_SECRET, JWT_JWKS_URL, JWT_ISSUER, JWT_AUDIENCE }: Settings): TokenReader {
  const demands = {
    issuer: JWT_ISSUER!,
    audience: JWT_AUDIENCE!,
    clockTolerance: CLOCK_TOLERANCE_S,
    requiredClaims: ['exp', 'sub', 'role'],
  };
  if (JWT_JWKS_URL !== undefined) {
    const keys = openKeys(new URL(JWT_JWKS_URL));
    return (token) => read(() => jwtVerify(token, keys, { ...demands, algorithms: ALGORITHMS.keys }));
  }
  if (JWT_SECRET === undefined) return () => Promise.resolve(undefined);
  const secret = new TextEncoder().encode(JWT_SECRET);
  return (token) => read(() => jwtVerify(token, secret, { ...demands, algorithms: ALGORITHMS.secret }));
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

/** The provider's keys. Known ones stay good while it is away: they are asked for again beside the requests. */
function openKeys(url: URL): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, { cacheMaxAge: Infinity, timeoutDuration: KEYS_WITHIN_MS });
  let askedAt = 0;
  return async (header, token) => {
    const isDue = Date.now() - askedAt > REFRESH_KEYS_EVERY_MS;
    if (keys.jwks() === undefined || isDue) {
      askedAt = Date.now();
      const asked = keys.reload().catch((cause: unknown) => cause);
      if (keys.jwks() === undefined && (await asked) !== undefined)
        throw new Problem('identity_unavailable', 'The keys at JWT_JWKS_URL could not be read. Try again in a moment.');
    }
    return keys(header, token);
  };
}
