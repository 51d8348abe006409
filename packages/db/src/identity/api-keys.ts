import type { Role } from '@trunkline/access';
import type { Queryable } from '../connection/open-database.ts';

/** A key as its owner's administrators see it; the secret is kept by nobody. */
export type ApiKeyRow = {
  id: string;
  prefix: string;
  profileId: string;
  label: string;
  scopes: string[];
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** To the minute. */
  lastUsedAt: Date | null;
  createdAt: Date;
};

/** A key that is good now, with what its owner is now. */
type LiveApiKey = {
  secretHash: string;
  scopes: string[];
  profileId: string;
  role: Role;
  expiresAt: Date | null;
  /** No use of it was noted for a minute. */
  isUseDue: boolean;
};

/** The old one and its successor. */
const ACTIVE_KEYS_PER_LABEL = 2;

const COLUMNS = `
  id::text, prefix, profile_id as "profileId", label, scopes, expires_at as "expiresAt", revoked_at as "revokedAt",
  last_used_at as "lastUsedAt", created_at as "createdAt"`;
const IS_ACTIVE = 'revoked_at is null and (expires_at is null or expires_at > now())';

/** The key with this prefix; undefined where it was revoked or expired, or its owner is no longer active. */
export async function findLiveApiKey(db: Queryable, prefix: string): Promise<LiveApiKey | undefined> {
  const sql = `
    select k.secret_hash as "secretHash", k.scopes, k.profile_id as "profileId", p.role, k.expires_at as "expiresAt",
      coalesce(k.last_used_at, '-infinity') < now() - interval '1 minute' as "isUseDue"
    from api_keys k join profiles p on p.id = k.profile_id
    where k.prefix = $1 and ${IS_ACTIVE} and p.is_active`;
  return (await db.query<LiveApiKey>(sql, [prefix])).rows[0];
}

/** Notes that a key was used, at most once a minute. */
export async function recordKeyUse(db: Queryable, prefix: string): Promise<void> {
  const sql = `
    update api_keys set last_used_at = now()
    where prefix = $1 and coalesce(last_used_at, '-infinity') < now() - interval '1 minute'`;
  await db.query(sql, [prefix]);
}

type ApiKeyToCreate = Pick<ApiKeyRow, 'prefix' | 'profileId' | 'label' | 'scopes' | 'expiresAt'> & {
  secretHash: string;
};

/** Adds a key; undefined where two of this owner and label are active already. Belongs into a transaction. */
export async function createApiKey(tx: Queryable, key: ApiKeyToCreate): Promise<ApiKeyRow | undefined> {
  const { prefix, secretHash, profileId, label, scopes, expiresAt } = key;
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`api_keys ${profileId} ${label}`]);
  const sql = `
    insert into api_keys (prefix, secret_hash, profile_id, label, scopes, expires_at)
    select $1, $2, $3, $4, $5, $6
    where ${ACTIVE_KEYS_PER_LABEL} > (
      select count(*) from api_keys where profile_id = $3 and label = $4 and ${IS_ACTIVE})
    returning ${COLUMNS}`;
  return (await tx.query<ApiKeyRow>(sql, [prefix, secretHash, profileId, label, scopes, expiresAt])).rows[0];
}

/** Ends a key; one that is ended already stays as it is. Undefined where there is none. */
export async function revokeApiKey(db: Queryable, id: string): Promise<ApiKeyRow | undefined> {
  const sql = `update api_keys set revoked_at = coalesce(revoked_at, now()) where id = $1 returning ${COLUMNS}`;
  return (await db.query<ApiKeyRow>(sql, [id])).rows[0];
}

/** A page of keys, the latest first, after the one with this id. */
export async function listApiKeys(
  db: Queryable,
  { profileId, isActive }: { profileId?: string | undefined; isActive?: boolean | undefined },
  { after, limit }: { after: string | null; limit: number },
): Promise<ApiKeyRow[]> {
  const sql = `
    select ${COLUMNS} from api_keys k
    where ($1::bigint is null or k.id < $1) and ($2::uuid is null or profile_id = $2)
      and ($3::boolean is null or (${IS_ACTIVE}) = $3)
    order by k.id desc limit $4`;
  return (await db.query<ApiKeyRow>(sql, [after, profileId ?? null, isActive ?? null, limit])).rows;
}

/** The key with this id, if there is one. */
export async function findApiKey(db: Queryable, id: string): Promise<ApiKeyRow | undefined> {
  return (await db.query<ApiKeyRow>(`select ${COLUMNS} from api_keys where id = $1`, [id])).rows[0];
}
