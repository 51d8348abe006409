import type { Role } from '@trunkline/access';
import { toPage, type Page, type PageAt } from '../connection/latest-first.ts';
import type { Database, Queryable } from '../connection/open-database.ts';
import { given } from '../connection/prisma-client.ts';
import type { Scoped } from '../connection/with-actor.ts';

/** A person. */
export type ProfileRow = {
  id: string;
  name: string;
  role: Role;
  phoneNumber: string | null;
  isActive: boolean;
  createdAt: Date;
  updatedAt: Date;
};

/** All but the hash of the password, which the API's roles may not read. */
const FIELDS = {
  id: true,
  name: true,
  role: true,
  phoneNumber: true,
  isActive: true,
  createdAt: true,
  updatedAt: true,
} as const;
type Fields = Omit<ProfileRow, 'role'> & { role: string };
/** The database's constraint allows no other role. */
const toRow = (fields: Fields): ProfileRow => fields as ProfileRow;

type ProfileToCreate = Pick<ProfileRow, 'name' | 'role' | 'phoneNumber'> & { passwordHash: string | null };
/** Fields to change; undefined leaves one as it is. */
type ProfileChange = {
  [N in keyof ProfileToCreate | 'isActive']?: (ProfileToCreate & ProfileRow)[N] | undefined;
};

/** Adds a person; undefined where the name is taken. */
export async function createProfile(tx: Scoped, data: ProfileToCreate): Promise<ProfileRow | undefined> {
  const rows = await tx.prisma(({ profile }) =>
    profile.createManyAndReturn({ data, skipDuplicates: true, select: FIELDS }),
  );
  return rows.map(toRow)[0];
}

/** Changes a person. A trigger ends the person's sessions when the role, the password or `isActive` changes. */
export async function changeProfile(tx: Scoped, id: string, change: ProfileChange): Promise<ProfileRow | undefined> {
  const rows = await tx.prisma(({ profile }) =>
    profile.updateManyAndReturn({ where: { id }, data: given(change), select: FIELDS }),
  );
  return rows.map(toRow)[0];
}

export const findProfile = (tx: Scoped, id: string): Promise<ProfileRow | undefined> => findOne(tx, { id });

export const findProfileByName = (tx: Scoped, name: string): Promise<ProfileRow | undefined> => findOne(tx, { name });

async function findOne(tx: Scoped, where: { id: string } | { name: string }): Promise<ProfileRow | undefined> {
  const found = await tx.prisma(({ profile }) => profile.findUnique({ where, select: FIELDS }));
  return found ? toRow(found) : undefined;
}

type PasswordHash = { id: string; passwordHash: string | null };

/** The hash of an active person's password: by name to log in, by id to change it. SQL alone cannot ask for it. */
export async function findPasswordHash(
  db: Database,
  key: { name: string } | { id: string },
): Promise<PasswordHash | undefined> {
  const { name, id }: { name: string | null; id: string | null } = { name: null, id: null, ...key };
  const signature = db.sign(`password_of ${id === null ? `name ${name}` : `id ${id.toLowerCase()}`}`);
  const sql = 'select id, password_hash as "passwordHash" from password_of($1, $2, $3)';
  return (await db.pool.query<PasswordHash>(sql, [name, id, signature])).rows[0];
}

/** What a person is at present, for a token that names them. SQL: each request with a token asks, and streams every 3 s. */
export async function findPersonsRole(
  db: Queryable,
  id: string,
): Promise<Pick<ProfileRow, 'role' | 'isActive'> | undefined> {
  const sql = 'select role, is_active as "isActive" from profiles where id = $1';
  return (await db.query<Pick<ProfileRow, 'role' | 'isActive'>>(sql, [id])).rows[0];
}

type ProfileFilter = { role?: Role | undefined; isActive?: boolean | undefined };

/** A page of people by name, after the one with this id; all that follow without a `limit`. */
export async function listProfiles(
  tx: Scoped,
  { role, isActive }: ProfileFilter,
  { after, limit }: Partial<PageAt>,
): Promise<Page<ProfileRow>> {
  const rows = await tx.prisma(({ profile }) =>
    profile.findMany({
      where: given({ role, isActive }),
      orderBy: { name: 'asc' },
      ...(after !== undefined && { cursor: { id: after }, skip: 1 }),
      ...(limit !== undefined && { take: limit + 1 }),
      select: FIELDS,
    }),
  );
  return toPage(rows.map(toRow), limit ?? Infinity);
}
