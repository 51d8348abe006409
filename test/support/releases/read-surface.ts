import type { Queryable } from '@trunkline/db/connection';

/** What statements of a process may depend on in a schema, as names and what is true of each. */
export type Surface = Map<string, string>;

const RELATION = `c.relnamespace = 'public'::regnamespace and not c.relispartition and left(c.relname, 1) <> '_'`;

/** Kind, name, and what is true of it. Names of constraints and triggers begin with their table. */
const SURFACE = `
select 'table' as kind, c.relname::text as name, case when c.relrowsecurity then 'policies apply' else 'no policies' end as is
  from pg_class c where ${RELATION} and c.relkind in ('r', 'p', 'v')
union all
select 'column', c.relname || '.' || a.attname, format_type(a.atttypid, a.atttypmod)
    || case when a.attnotnull and a.attidentity = '' and a.attgenerated = '' and not a.atthasdef then ' required' else '' end
    || case when a.attnotnull then ' not null' else '' end
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where ${RELATION} and c.relkind in ('r', 'p', 'v') and a.attnum > 0 and not a.attisdropped
union all
select 'sequence', c.relname, 'exists' from pg_class c where ${RELATION} and c.relkind = 'S'
union all
select 'function', p.oid::regprocedure::text, pg_get_function_result(p.oid) from pg_proc p where p.pronamespace = 'public'::regnamespace
union all
select 'body of function', p.oid::regprocedure::text, md5(p.prosrc || p.prosecdef::text || p.provolatile::text)
  from pg_proc p where p.pronamespace = 'public'::regnamespace
union all
select 'privilege', g.grantee::regrole::text || ' ' || lower(g.privilege_type) || ' ' || c.relname, 'granted'
  from pg_class c, aclexplode(c.relacl) g where ${RELATION} and g.grantee <> c.relowner and g.grantee <> 0
union all
select 'privilege', g.grantee::regrole::text || ' ' || lower(g.privilege_type) || ' ' || c.relname || '.' || a.attname, 'granted'
  from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) g where ${RELATION} and g.grantee <> 0
union all
select 'privilege', case g.grantee when 0 then 'public' else g.grantee::regrole::text end || ' execute ' || p.oid::regprocedure::text, 'granted'
  from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
  where p.pronamespace = 'public'::regnamespace and g.grantee <> p.proowner
union all
select 'constraint', c.relname || '.' || k.conname, pg_get_constraintdef(k.oid)
  from pg_constraint k join pg_class c on c.oid = k.conrelid where ${RELATION} and k.contype in ('c', 'f', 'x') and k.conparentid = 0
union all
select 'unique index', c.relname || '.' || i.relname, pg_get_indexdef(x.indexrelid)
  from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid where ${RELATION} and x.indisunique
union all
select 'trigger', c.relname || '.' || t.tgname, pg_get_triggerdef(t.oid)
  from pg_trigger t join pg_class c on c.oid = t.tgrelid where ${RELATION} and not t.tgisinternal
union all
select 'policy', c.relname || '.' || p.polname, concat_ws(' ', p.polcmd, p.polpermissive,
    (select string_agg(r::regrole::text, ',' order by r::regrole::text) from unnest(p.polroles) r where r <> 0),
    pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  from pg_policy p join pg_class c on c.oid = p.polrelid where ${RELATION}`;

/** Reads it from the catalogue. */
export async function readSurface(db: Queryable): Promise<Surface> {
  const { rows } = await db.query<{ kind: string; name: string; is: string }>(SURFACE);
  return new Map(rows.map(({ kind, name, is }) => [`${kind} ${name}`, is]));
}
