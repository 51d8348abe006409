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
  const { rows } = await db.query<{ id: string | null }>('select use_login_link($1) as id', [tokenHash]);
  return rows[0]?.id ?? undefined;
}

/** The person of a link, and whether the link still logs in. */
export type LoginLink = { name: string; state: 'valid' | 'used' | 'expired' };

/** A link and its person, without using the link. The link of a person who is not active counts as expired. */
export async function findLoginLink(db: Queryable, tokenHash: string): Promise<LoginLink | undefined> {
  return (await db.query<LoginLink>('select name, state from login_link($1)', [tokenHash])).rows[0];
}
