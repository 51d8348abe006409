import { APP_RIGHTS, loginOf, WORKER_ROLE, type AppRights, type AppWithRights } from '@trunkline/access';
import type { Queryable } from './open-database.ts';

type Login = { login: string; isStrong: boolean; owns: boolean; roles: string[]; rights: string[] };

/** Why this login may do more than the app needs; undefined for the app's own login, as the migrations make it. */
export async function findExcess(db: Queryable, app: AppWithRights): Promise<string | undefined> {
  const { login, isStrong, owns, roles, rights } = (await db.query<Login>(SQL)).rows[0]!;
  const allowed = rightsIn(APP_RIGHTS[app]);
  const more = rights.filter((right) => !allowed.has(right));
  const reason = isStrong
    ? 'it is a superuser, bypasses row-level security or may create roles, or may become one that does'
    : owns
      ? 'it owns the tables, or acts for a role that does'
      : roles.length > 0
        ? `it is a member of ${roles.join(', ')}`
        : more.length > 0 && `it may also ${more.slice(0, 3).join(', ')}${more.length > 3 ? ' and more' : ''}`;
  return reason
    ? `${app} logs in to Postgres as ${login}, which may do more than ${app} needs: ${reason}. ${remedyOf(app)}`
    : undefined;
}

const remedyOf = (app: AppWithRights): string =>
  `Let its DATABASE_URL log in as ${loginOf(app)}, to which npm run db:logins gives a password (docs/operations/access.md#database-logins).`;

/** `select calls`, or `select calls (columns)` where some columns are allowed. */
function rightsIn({ tables }: AppRights): ReadonlySet<string> {
  return new Set(
    Object.entries(tables).flatMap(([table, use]) =>
      Object.entries(use).flatMap(([command, columns]) => {
        const some = `${command} ${table} (columns)`;
        return columns === 'all' ? [`${command} ${table}`, some] : [some];
      }),
    ),
  );
}

const SQL = `
with me as (select oid, rolname from pg_roles where rolname = session_user),
ours as (
  select c.oid, c.relname, c.relowner from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
)
select me.rolname as login,
  exists (select from pg_roles s where (s.rolsuper or s.rolbypassrls or s.rolcreaterole) and pg_has_role(me.oid, s.oid, 'member')) as "isStrong",
  exists (select from ours where pg_has_role(me.oid, relowner, 'member')) as owns,
  array(select s.rolname::text from pg_roles s
    where pg_has_role(me.oid, s.oid, 'member') and s.oid <> me.oid and s.rolname not in ('${WORKER_ROLE}', 'pg_use_reserved_connections') order by 1) as roles,
  array(
    select command || ' ' || relname from ours, unnest('{select,insert,update,delete,truncate}'::text[]) command
    where has_table_privilege(me.oid, ours.oid, command)
    union all
    select command || ' ' || relname || ' (columns)' from ours, unnest('{select,insert,update}'::text[]) command
    where has_any_column_privilege(me.oid, ours.oid, command) and not has_table_privilege(me.oid, ours.oid, command)
    order by 1) as rights
from me`;
