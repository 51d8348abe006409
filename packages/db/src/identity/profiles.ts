import type { Role } from '@trunkline/access';
import type { Queryable } from '../connection/open-database.ts';

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

const COLUMNS = `
  id, name, role, phone_number as "phoneNumber", is_active as "isActive", created_at as "createdAt",
  updated_at as "updatedAt"`;

type ProfileToCreate = Pick<ProfileRow, 'name' | 'role' | 'phoneNumber'> & { passwordHash: string | null };
/** What is to be different; what is not given stays as it is. */
type ProfileChange = {
  [N in keyof ProfileToCreate | 'isActive']?: (ProfileToCreate & ProfileRow)[N] | undefined;
};

/** Adds a person; undefined where the name is taken. */
export async function createProfile(db: Queryable, profile: ProfileToCreate): Promise<ProfileRow | undefined> {
  const { name, role, phoneNumber, passwordHash } = profile;
  const sql = `
    insert into profiles (name, role, phone_number, password_hash) values ($1, $2, $3, $4)
    on conflict (name) do nothing returning ${COLUMNS}`;
  return (await db.query<ProfileRow>(sql, [name, role, phoneNumber, passwordHash])).rows[0];
}

/** Changes a person; a database trigger ends the sessions of whoever has another role or password now, or is not active. */
export async function changeProfile(db: Queryable, id: string, change: ProfileChange): Promise<ProfileRow | undefined> {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  if (given.length === 0) return findProfile(db, id);
  const set = given.map(([name], index) => `${COLUMN_OF[name as keyof ProfileChange]} = $${index + 2}`).join(', ');
  const sql = `update profiles set ${set} where id = $1 returning ${COLUMNS}`;
  return (await db.query<ProfileRow>(sql, [id, ...given.map(([, value]) => value)])).rows[0];
}

const COLUMN_OF = {
  name: 'name',
  role: 'role',
  phoneNumber: 'phone_number',
  passwordHash: 'password_hash',
  isActive: 'is_active',
} as const satisfies Record<keyof ProfileChange, string>;

export async function findProfile(db: Queryable, id: string): Promise<ProfileRow | undefined> {
  return (await db.query<ProfileRow>(`select ${COLUMNS} from profiles where id = $1`, [id])).rows[0];
}

export async function findProfileByName(db: Queryable, name: string): Promise<ProfileRow | undefined> {
  return (await db.query<ProfileRow>(`select ${COLUMNS} from profiles where name = $1`, [name])).rows[0];
}

/** The hash of an active person's password: for logging in, by name, or for changing it, by id. */
export async function findPasswordHash(
  db: Queryable,
  key: { name: string } | { id: string },
): Promise<{ id: string; passwordHash: string | null } | undefined> {
  const [column, value] = 'id' in key ? ['id', key.id] : ['name', key.name];
  const sql = `select id, password_hash as "passwordHash" from profiles where ${column} = $1 and is_active`;
  return (await db.query<{ id: string; passwordHash: string | null }>(sql, [value])).rows[0];
}

/** A page of people in the order of their names, after the one with this id. */
export async function listProfiles(
  db: Queryable,
  { role, isActive }: { role?: Role | undefined; isActive?: boolean | undefined },
  { after, limit }: { after: string | null; limit: number | null },
): Promise<ProfileRow[]> {
  const sql = `
    select ${COLUMNS} from profiles
    where ($1::uuid is null or name > (select p.name from profiles p where p.id = $1))
      and ($2::text is null or role = $2) and ($3::boolean is null or is_active = $3)
    order by name limit $4`;
  return (await db.query<ProfileRow>(sql, [after, role ?? null, isActive ?? null, limit])).rows;
}
