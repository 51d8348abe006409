import { digestOf, readApiKey, type Role } from '@trunkline/access';
import type { Database } from '@trunkline/db/connection';
import {
  findLiveApiKey,
  findLiveSession,
  findPersonsRole,
  recordKeyUse,
  recordSessionUse,
} from '@trunkline/db/identity';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { ApiConfig } from '../config.ts';
import { ALL_SCOPES, type Credential, type Principal } from '../http/principal.ts';
import type { GivenCredential } from './read-credential.ts';
import { openTokenReader } from './token-reader.ts';

/** The principal of a credential; undefined if the credential is not valid. Passwords are for `openOperatorLogin`. */
export type CredentialVerifier = (
  given: Exclude<GivenCredential, { kind: 'password' }>,
) => Promise<Principal | undefined>;

/** Scopes of the applications whose keys are in API_KEYS, as the interview service had them. */
const APPLICATION_SCOPES = ['interviews:*', 'recordings:*', 'configuration:read'];

export function openCredentialVerifier(config: ApiConfig, { pool }: Database): CredentialVerifier {
  const readToken = openTokenReader(config);

  return (given) => {
    switch (given.kind) {
      case 'key':
        return isOneOf(config.API_KEYS, given.key) ? application() : byKey(given.key);
      case 'token':
        return byToken(given.token);
      case 'session':
        return bySession(given.token);
      case 'unreadable':
        return invalid;
    }
  };

  async function byKey(key: string): Promise<Principal | undefined> {
    const read = readApiKey(key);
    const found = read && (await findLiveApiKey(pool, read));
    if (!found) return undefined;
    if (found.isUseDue) void recordKeyUse(pool, read.prefix).catch(() => {});
    const { profileId, role, scopes, expiresAt } = found;
    return toPrincipal(profileId, { kind: 'key', id: read.prefix, role, expiresAt }, scopes);
  }

  /** The role of a known profile takes precedence over the role in the token. */
  async function byToken(token: string): Promise<Principal | undefined> {
    const claims = await readToken(token);
    if (!claims) return undefined;
    const { subject: id, expiresAt } = claims;
    const profile = await findPersonsRole(pool, id);
    if (profile && !profile.isActive) return undefined;
    return toPrincipal(id, { kind: 'token', id, role: profile?.role ?? claims.role, expiresAt });
  }

  async function bySession(token: string): Promise<Principal | undefined> {
    const id = digestOf(token);
    const session = await findLiveSession(pool, id);
    if (!session) return undefined;
    if (session.isUseDue) void recordSessionUse(pool, id).catch(() => {});
    const { profileId, role, expiresAt } = session;
    return toPrincipal(profileId, { kind: 'session', id, role, expiresAt });
  }
}

const invalid = Promise.resolve(undefined);

const application = async (): Promise<Principal> => principalBySettings('environment-key', 'admin', APPLICATION_SCOPES);

/** A principal that the settings of this process define. It has no profile and no expiry. */
export const principalBySettings = (kind: Credential['kind'], role: Role, scopes?: readonly string[]): Principal =>
  toPrincipal(null, { kind, id: kind, role, expiresAt: null }, scopes);

const toPrincipal = (id: string | null, credential: Credential, scopes = ALL_SCOPES): Principal => ({
  actor: { id, role: credential.role },
  scopes,
  credential,
});

/** Compares with every key, so that the time reveals nothing. */
const isOneOf = (known: ReadonlySet<string>, given: string): boolean =>
  [...known].filter((key) => isSame(key, given)).length > 0;

/** Compares digests, so that the time reveals neither the length nor a correct beginning. */
export const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
