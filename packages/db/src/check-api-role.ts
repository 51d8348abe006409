import type { Queryable } from './open-database.ts';

/** Says why this login must not serve the API, or nothing: one that could pass by row-level security is refused. */
export async function checkApiRole(db: Queryable): Promise<string | undefined> {
  const { rows } = await db.query<{ login: string; isSuper: boolean; bypasses: boolean; owns: boolean }>(SQL);
  const { login, isSuper, bypasses, owns } = rows[0]!;
  const reason = isSuper
    ? 'it is a superuser'
    : bypasses
      ? 'it has BYPASSRLS'
      : owns
        ? 'it owns the tables, or acts for a role that does'
        : undefined;
  return (
    reason &&
    `The API would log in to Postgres as ${login}, for whom row-level security does not hold: ${reason}. ${REMEDY}`
  );
}

const REMEDY =
  'Let DATABASE_URL of api log in as trunkline_api; npm run db:api-login gives that role the password API_DATABASE_PASSWORD.';

const SQL = `
select r.rolname as login, r.rolsuper as "isSuper", r.rolbypassrls as bypasses,
  exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    and pg_has_role(r.oid, c.relowner, 'member')) as owns
from pg_roles r where r.rolname = session_user`;
