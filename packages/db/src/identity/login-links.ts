import type { Queryable } from '../connection/open-database.ts';

// SQL: one clock, the database's, gives a link its ten minutes and ends them.

/** Stores a link that logs this person in once, within ten minutes. Deletes links that expired a day ago. */
export async function createLoginLink(db: Queryable, tokenHash: string, profileId: string): Promise<void> {
  const sql = `
    with gone as (delete from login_links where expires_at < now() - interval '1 day')
    insert into login_links (token_hash, profile_id, expires_at) values ($1, $2, now() + interval '10 minutes')`;
  await db.query(sql, [tokenHash, profileId]);
}

/** Uses the link and returns its person's id; undefined where it is unknown, used or expired, or the person not active. */
export async function useLoginLink(db: Queryable, tokenHash: string): Promise<string | undefined> {
  const sql = `
    update login_links l set used_at = now() from profiles p
    where l.token_hash = $1 and l.used_at is null and l.expires_at > now() and p.id = l.profile_id and p.is_active
    returning l.profile_id as "profileId"`;
  return (await db.query<{ profileId: string }>(sql, [tokenHash])).rows[0]?.profileId;
}
