import type { Role } from '@trunkline/access';
import type { Prisma } from '../generated/client.ts';
import { followsId, toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Queryable } from '../connection/open-database.ts';
import { given } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A key as administrators see it. Its secret is not stored, and the hash of it is never read through the API's roles. */
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

const FIELDS = {
  id: true,
  prefix: true,
  profileId: true,
  label: true,
  scopes: true,
  expiresAt: true,
  revokedAt: true,
  lastUsedAt: true,
  createdAt: true,
} as const satisfies Prisma.ApiKeySelect;
type Fields = Prisma.ApiKeyGetPayload<{ select: typeof FIELDS }>;
const toRow = (fields: Fields): ApiKeyRow => ({ ...fields, id: String(fields.id) });

const isActive = (): Prisma.ApiKeyWhereInput => ({
  revokedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
});

/** A key may have one successor that is active at the same time. */
const ACTIVE_KEYS_PER_LABEL = 2;

type ApiKeyToCreate = Pick<ApiKeyRow, 'prefix' | 'profileId' | 'label' | 'scopes' | 'expiresAt'> & {
  secretHash: string;
};

/** Adds a key; undefined where two of this owner and label are active already. Needs a transaction, for its lock. */
export async function createApiKey(tx: Scoped, data: ApiKeyToCreate): Promise<ApiKeyRow | undefined> {
  const { profileId, label } = data;
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`api_keys ${profileId} ${label}`]);
  return tx.prisma(async ({ apiKey }) => {
    const active = await apiKey.count({ where: { profileId, label, ...isActive() } });
    return active < ACTIVE_KEYS_PER_LABEL ? toRow(await apiKey.create({ data, select: FIELDS })) : undefined;
  });
}

/** Revokes a key; one that is revoked already stays as it is. Undefined where there is none. */
export async function revokeApiKey(tx: Scoped, id: string): Promise<ApiKeyRow | undefined> {
  await tx.prisma(({ apiKey }) =>
    apiKey.updateMany({ where: { id: BigInt(id), revokedAt: null }, data: { revokedAt: new Date() } }),
  );
  return findApiKey(tx, id);
}

type ApiKeyFilter = { profileId?: string | undefined; isActive?: boolean | undefined };

/** A page of keys, the latest first, after the one with this id. */
export async function listApiKeys(
  tx: Scoped,
  filter: ApiKeyFilter,
  { after, limit }: PageAt,
): Promise<Page<ApiKeyRow>> {
  const states = { true: isActive(), false: { NOT: isActive() } };
  const where = {
    ...given({ profileId: filter.profileId }),
    ...followsId(after),
    ...(filter.isActive !== undefined && states[`${filter.isActive}`]),
  };
  const keys = await tx.prisma(({ apiKey }) =>
    apiKey.findMany({ where, orderBy: { id: 'desc' }, take: limit + 1, select: FIELDS }),
  );
  return toPage(keys.map(toRow), limit);
}

export async function findApiKey(tx: Scoped, id: string): Promise<ApiKeyRow | undefined> {
  const found = await tx.prisma(({ apiKey }) => apiKey.findUnique({ where: { id: BigInt(id) }, select: FIELDS }));
  return found ? toRow(found) : undefined;
}

/** A key that is valid now, with what its owner is now. */
type LiveApiKey = {
  scopes: string[];
  profileId: string;
  role: Role;
  expiresAt: Date | null;
  /** No use of it was recorded within a minute. */
  isUseDue: boolean;
};

/**
 * The key with this prefix; undefined where it is revoked or expired, its owner is not active, or its secret does not have
 * the hash that is given. Postgres compares hashes: none leaves it. SQL: each request asks.
 */
export async function findLiveApiKey(
  db: Queryable,
  { prefix, hash = null }: { prefix: string; hash?: string | null },
): Promise<LiveApiKey | undefined> {
  const sql = `
    select k.scopes, k.profile_id as "profileId", p.role, k.expires_at as "expiresAt",
      coalesce(k.last_used_at, '-infinity') < now() - interval '1 minute' as "isUseDue"
    from api_keys k join profiles p on p.id = k.profile_id
    where k.prefix = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now()) and p.is_active
      and ($2::text is null or is_key_secret($1, $2))`;
  return (await db.query<LiveApiKey>(sql, [prefix, hash])).rows[0];
}

/** Records that a key was used, at most once a minute. SQL: the guard is in the statement, by the database's clock. */
export async function recordKeyUse(db: Queryable, prefix: string): Promise<void> {
  const sql = `
    update api_keys set last_used_at = now()
    where prefix = $1 and coalesce(last_used_at, '-infinity') < now() - interval '1 minute'`;
  await db.query(sql, [prefix]);
}
