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
import { UNABRIDGED, type Caller, type Credential } from './credential.ts';
import type { GivenCredential } from './read-credential.ts';
import { openTokenReader } from './token-reader.ts';

/** Who gives this credential; undefined where it is not, or no longer, good. */
export type Admission = (given: GivenCredential) => Promise<Caller | undefined>;

/** The interview service's applications, which the environment gives their keys. */
const APPLICATION_SCOPES = ['interviews:*', 'recordings:*', 'configuration:read'];

export function openAdmission(config: ApiConfig, { pool }: Database): Admission {
  const readToken = openTokenReader(config);

  return (given) => {
    switch (given.kind) {
      case 'key':
        return isOneOf(config.API_KEYS, given.key) ? application() : byKey(given.key);
      case 'token':
        return byToken(given.token);
      case 'session':
        return bySession(given.token);
      case 'password':
        return operator(given);
      case 'unreadable':
        return nobody;
    }
  };

  async function byKey(key: string): Promise<Caller | undefined> {
    const read = readApiKey(key);
    const found = read && (await findLiveApiKey(pool, read.prefix));
    if (!found || !isSame(found.secretHash, read.hash)) return undefined;
    if (found.isUseDue) void recordKeyUse(pool, read.prefix).catch(() => {});
    const { profileId, role, scopes, expiresAt } = found;
    return callerOf(profileId, { kind: 'key', id: read.prefix, role, expiresAt }, scopes);
  }

  /** What is known here of a person outranks what a token says. */
  async function byToken(token: string): Promise<Caller | undefined> {
    const claims = await readToken(token);
    if (!claims) return undefined;
    const { subject: id, expiresAt } = claims;
    const profile = await findPersonsRole(pool, id);
    if (profile && !profile.isActive) return undefined;
    return callerOf(id, { kind: 'token', id, role: profile?.role ?? claims.role, expiresAt });
  }

  async function bySession(token: string): Promise<Caller | undefined> {
    const id = digestOf(token);
    const session = await findLiveSession(pool, id);
    if (!session) return undefined;
    if (session.isUseDue) void recordSessionUse(pool, id).catch(() => {});
    const { profileId, role, expiresAt } = session;
    return callerOf(profileId, { kind: 'session', id, role, expiresAt });
  }

  async function operator({ user, password }: { user: string; password: string }): Promise<Caller | undefined> {
    const { BOARD_USER, BOARD_PASSWORD } = config;
    if (BOARD_PASSWORD === undefined || !isSame(`${user}:${password}`, `${BOARD_USER}:${BOARD_PASSWORD}`))
      return undefined;
    return withoutProfile('password', 'superadmin');
  }
}

const nobody = Promise.resolve(undefined);

const application = async (): Promise<Caller> => withoutProfile('environment-key', 'admin', APPLICATION_SCOPES);

/** Whoever is let in by this machine's settings: the environment ends with the process, so nothing can end before it. */
export const withoutProfile = (kind: Credential['kind'], role: Role, scopes?: readonly string[]): Caller =>
  callerOf(null, { kind, id: kind, role, expiresAt: null }, scopes);

const callerOf = (id: string | null, credential: Credential, scopes = UNABRIDGED): Caller => ({
  actor: { id, role: credential.role },
  scopes,
  credential,
});

/** Compares with all of them, so that the time taken tells nothing. */
const isOneOf = (known: ReadonlySet<string>, given: string): boolean =>
  [...known].filter((key) => isSame(key, given)).length > 0;

/** Compares digests, so that the time taken tells neither the length nor how much of it was right. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
