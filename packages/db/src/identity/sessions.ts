import type { Role } from '@trunkline/access';
import type { Queryable } from '../connection/open-database.ts';

// SQL: each request of a browser asks, and one clock, the database's, begins and ends every session.

/** A browser's session that is valid now, with what its owner is now. */
type LiveSession = {
  profileId: string;
  role: Role;
  expiresAt: Date;
  /** No use of it was recorded within a minute. */
  isUseDue: boolean;
};

/** Starts a session, which ends 30 minutes after its last request, at most after 12 hours. Deletes the person's expired ones. */
export async function openSession(db: Queryable, tokenHash: string, profileId: string): Promise<void> {
  const sql = `
    with gone as (delete from sessions where profile_id = $2 and expires_at < now())
    insert into sessions (token_hash, profile_id, expires_at) values ($1, $2, now() + interval '12 hours')`;
  await db.query(sql, [tokenHash, profileId]);
}

/** The session of this token; undefined where it has ended, or its owner is not active. */
export async function findLiveSession(db: Queryable, tokenHash: string): Promise<LiveSession | undefined> {
  const sql = `
    select s.profile_id as "profileId", p.role, s.expires_at as "expiresAt",
      s.last_seen_at < now() - interval '1 minute' as "isUseDue"
    from sessions s join profiles p on p.id = s.profile_id
    where s.token_hash = $1 and s.revoked_at is null and s.expires_at > now()
      and s.last_seen_at > now() - interval '30 minutes' and p.is_active`;
  return (await db.query<LiveSession>(sql, [tokenHash])).rows[0];
}

/** Records that a session was used, at most once a minute. */
export async function recordSessionUse(db: Queryable, tokenHash: string): Promise<void> {
  const sql = `
    update sessions set last_seen_at = now()
    where token_hash = $1 and revoked_at is null and last_seen_at < now() - interval '1 minute'`;
  await db.query(sql, [tokenHash]);
}

export async function endSession(db: Queryable, tokenHash: string): Promise<void> {
  await db.query('update sessions set revoked_at = now() where token_hash = $1 and revoked_at is null', [tokenHash]);
}
