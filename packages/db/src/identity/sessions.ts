import type { Role } from '@trunkline/access';
import type { Queryable, Transaction } from '../connection/open-database.ts';

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
