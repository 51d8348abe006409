import type { Queryable } from '@trunkline/db/connection';

/** The policies and privileges of our schema as the catalogue has them, a line each. */
export async function readAccess(db: Queryable): Promise<string[]> {
  const { rows } = await db.query<{ line: string }>(ACCESS);
  return rows.map(({ line }) => line);
}

/** Leaves out owners, who may do everything; a grantee of null is PUBLIC. */
const ACCESS = `
with relation as (
  select c.oid, c.relname, c.relkind, c.relowner, c.relacl from pg_class c where c.relnamespace = 'public'::regnamespace
),
privilege as (
  select 'on ' || relname as thing, relowner as owner, acl.*
  from relation, aclexplode(relacl) acl
  union all
  select 'on ' || relname || '.' || attname, relowner, acl.*
  from relation join pg_attribute a on a.attrelid = relation.oid and not a.attisdropped, aclexplode(a.attacl) acl
  union all
  select 'on function ' || p.oid::regprocedure, proowner, acl.*
  from pg_proc p, aclexplode(coalesce(proacl, acldefault('f', proowner))) acl where pronamespace = 'public'::regnamespace
  union all
  select 'on schema ' || nspname, nspowner, acl.*
  from pg_namespace, aclexplode(nspacl) acl where nspname in ('public', 'bullmq')
)
select line from (
  select format('policy %s on %s for %s to %s as %s using %s check %s', policyname, tablename, cmd, roles, permissive,
    coalesce(qual, '-'), coalesce(with_check, '-')) as line
  from pg_policies where schemaname = 'public'
  union all
  select format('%s %s to %s%s', lower(privilege_type), thing, coalesce(r.rolname, 'PUBLIC'),
    case when is_grantable then ' with grant option' else '' end)
  from privilege left join pg_roles r on r.oid = grantee where grantee <> owner
) lines order by line collate "C"`;
