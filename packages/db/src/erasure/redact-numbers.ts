import { ERASED_NUMBER } from '@trunkline/telephony/erasure';
import type { Queryable } from '../connection/open-database.ts';

/** Tables that hold no number: the audit names ids only and is never changed; the others are the erasure's own. */
const LEFT_OUT = ['audit_events', 'audit_anchors', 'erasures', 'erased_calls', 'erased_numbers', 'erasure_key'];

type Column = { name: string; type: 'text' | 'json' | 'list' };
type Table = { table: string; columns: Column[] };

/** Every column of text, JSON or lists of text, from the catalogue: a table that is added later is searched as well. */
export async function listTextColumns(tx: Queryable): Promise<Table[]> {
  const { rows } = await tx.query<Table>(
    `select c.relname as "table", json_agg(json_build_object('name', quote_ident(a.attname), 'type',
        case when a.atttypid in ('json'::regtype, 'jsonb'::regtype) then 'json'
          when a.atttypid = 'text[]'::regtype then 'list' else 'text' end)) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and left(c.relname, 1) <> '_' and c.relname <> all($1::text[])
      and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype, 'text[]'::regtype)
    group by c.relname order by c.relname`,
    [LEFT_OUT],
  );
  return rows;
}

/** Replaces the numbers that the pattern finds in all tables; returns the rows changed in each. */
export async function redactNumbers(tx: Queryable, pattern: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { table, columns } of await listTextColumns(tx)) {
    const found = columns.map(({ name }) => `${name}::text ~ $1`).join(' or ');
    const sets = columns.map((column) => `${column.name} = ${redacted(column)}`).join(', ');
    counts[table] = (await tx.query(`update ${table} set ${sets} where ${found}`, [pattern])).rowCount ?? 0;
  }
  return counts;
}

const REPLACE = (text: string) => `regexp_replace(${text}, $1, '${ERASED_NUMBER}', 'g')`;

/** In JSON a number without quotes stays one: it may not begin with a plus. */
function redacted({ name, type }: Column): string {
  if (type === 'text') return REPLACE(name);
  if (type === 'list') return `${REPLACE(`${name}::text`)}::text[]`;
  return `regexp_replace(${REPLACE(`${name}::text`)}, '([:\\[,] ?)\\${ERASED_NUMBER}(?=[,}\\]])', '\\1${ERASED_NUMBER.slice(1)}', 'g')::jsonb`;
}
