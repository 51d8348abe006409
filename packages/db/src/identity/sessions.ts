import type { Role } from '@trunkline/access';
import type { Database, Queryable, Transaction } from '../connection/open-database.ts';

// Functions of Postgres: the API's login reads and writes no session, and one clock begins and ends all of them.

/** A browser's session that is valid now, with what its owner is now. */
type LiveSession = {
  profileId: string;
  role: Role;
  expiresAt: Date;
  /** No use of it was recorded within a minute. */
  isUseDue: boolean;
};

/** Starts a session, which ends 30 minutes after its last request, at most after 12 hours. Deletes the person's expired ones. */
export async function openSession(tx: Transaction, tokenHash: string, profileId: string): Promise<void> {
  const signature = tx.sign(`open_session ${tokenHash} ${profileId}`);
  await tx.query('select open_session($1, $2, $3)', [tokenHash, profileId, signature]);
}

/** The session of this token; undefined where it has ended, or its owner is not active. */
export async function findLiveSession(db: Queryable, tokenHash: string): Promise<LiveSession | undefined> {
  const sql = `
    select profile_id as "profileId", role, expires_at as "expiresAt", is_use_due as "isUseDue" from live_session($1)`;
  return (await db.query<LiveSession>(sql, [tokenHash])).rows[0];
}

/** Records that a session was used, at most once a minute. */
export async function recordSessionUse(db: Queryable, tokenHash: string): Promise<void> {
  await db.query('select use_session($1)', [tokenHash]);
}

export async function endSession(db: Queryable, tokenHash: string): Promise<void> {
  await db.query('select end_session($1)', [tokenHash]);
}

/** A session as its owner sees it. `id` is no credential. */
export type OwnSession = { id: string; createdAt: Date; lastSeenAt: Date; expiresAt: Date };

/** The id by which its owner names the session of this token. */
export const sessionIdOf = (tokenHash: string): string => tokenHash.slice(0, 32);

/** The latest 100 sessions of a person that are valid now, the last used first. */
export async function listSessions(db: Database, profileId: string): Promise<OwnSession[]> {
  const sql = `
    select id, created_at as "createdAt", last_seen_at as "lastSeenAt", expires_at as "expiresAt" from sessions_of($1, $2)`;
  const signature = db.sign(`sessions_of ${profileId.toLowerCase()}`);
  return (await db.pool.query<OwnSession>(sql, [profileId, signature])).rows;
}

/** Ends a session of this person, or all of them; returns how many were ended. */
export async function endSessionsOf(tx: Transaction, profileId: string, id: string | null): Promise<number> {
  const signature = tx.sign(['end_sessions_of', profileId.toLowerCase(), ...(id === null ? [] : [id])].join(' '));
  const sql = 'select end_sessions_of($1, $2, $3) as ended';
  return (await tx.query<{ ended: number }>(sql, [profileId, id, signature])).rows[0]!.ended;
}
