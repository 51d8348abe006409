import { databaseRole, ROLES, WORKER_ROLE, type Sign } from '@trunkline/access';
import type { Queryable } from './open-database.ts';

/**
 * The reason why this login must not serve the API; undefined for one that cannot bypass row-level security, and whose
 * signatures Postgres knows.
 */
export async function checkApiRole(db: Queryable, sign: Sign): Promise<string | undefined> {
  const { rows } = await db.query<{
    login: string;
    isSuper: boolean;
    bypasses: boolean;
    owns: boolean;
    inherits: boolean;
  }>(SQL);
  const { login, isSuper, bypasses, owns, inherits } = rows[0]!;
  const reason = isSuper
    ? 'it is a superuser, or may become one'
    : bypasses
      ? 'it has BYPASSRLS, or is a member of a role that has, or of the workers’'
      : owns
        ? 'it owns the tables, or acts for a role that does'
        : inherits
          ? 'it inherits the rights of a role of people (INHERIT)'
          : undefined;
  if (reason)
    return `The API would log in to Postgres as ${login}, to whom row-level security does not apply: ${reason}. ${REMEDY}`;
  const signed = await db.query<{ isKnown: boolean }>('select is_signed($1, $2) as "isKnown"', [sign(CLAIM), CLAIM]);
  return signed.rows[0]!.isKnown
    ? undefined
    : `Postgres does not know the signatures made from the password of ${login}. ${REMEDY}`;
}

const REMEDY =
  'Let DATABASE_URL of api log in as trunkline_api; npm run db:logins gives that role the password API_DATABASE_PASSWORD.';
const CLAIM = 'check';

const SQL = `
select r.rolname as login,
  exists (select from pg_roles s where s.rolsuper and pg_has_role(r.oid, s.oid, 'member')) as "isSuper",
  exists (select from pg_roles s where (s.rolbypassrls or s.rolname = '${WORKER_ROLE}') and pg_has_role(r.oid, s.oid, 'member')) as bypasses,
  exists (select from pg_roles s where s.rolname = any('{${ROLES.map(databaseRole).join()}}') and pg_has_role(r.oid, s.oid, 'usage')) as inherits,
  exists (select from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    and pg_has_role(r.oid, c.relowner, 'member')) as owns
from pg_roles r where r.rolname = session_user`;
