import type { Queryable } from '../connection/open-database.ts';
import { CALL_COLUMNS } from './save-calls.ts';
import { RECORDING_COLUMNS } from '../recordings/save-recordings.ts';

/** A stored value that differs from the fold of its facts; the column `(row)` stands for a row that is missing or extra. */
export type Drift = {
  table: 'calls' | 'call_recordings' | 'contacts';
  sid: string;
  column: string;
  stored: string | null;
  rebuilt: string | null;
};

export const LISTED_AT_MOST = 1000;

/** Compares the rebuilt rows with the stored ones. Rows without a fact are searched only where all were rebuilt. */
export async function findDrift(tx: Queryable, isAll: boolean): Promise<{ drift: Drift[]; driftCount: number }> {
  const { rows } = await tx.query<Drift & { count: number }>(`
    with drift as (${compare(CALLS)} union all ${compare(RECORDINGS)} ${isAll ? `union all ${UNFOUNDED}` : ''})
    select *, count(*) over ()::integer as count from drift order by "table", sid, "column" limit ${LISTED_AT_MOST}`);
  const drift = rows.map(({ table, sid, column, stored, rebuilt }) => ({ table, sid, column, stored, rebuilt }));
  return { drift, driftCount: rows[0]?.count ?? 0 };
}

const namesOf = (columns: readonly (readonly [string, string, string])[]) => columns.map(([, column]) => column);

const CALLS = { table: 'calls', rebuilt: 'calls_rebuilt', key: 'call_sid', columns: namesOf(CALL_COLUMNS) };
const RECORDINGS = {
  table: 'call_recordings',
  rebuilt: 'recordings_rebuilt',
  key: 'recording_sid',
  columns: namesOf(RECORDING_COLUMNS),
};

/** Whole rows are compared first, and columns only of those that differ. */
const compare = ({ table, rebuilt, key, columns }: typeof CALLS): string => `
  select '${table}' as "table", r.${key} as sid, v.name as "column", v.stored, v.rebuilt
  from ${rebuilt} r left join ${table} s on s.${key} = r.${key}
  cross join lateral (values ('(row)', s.${key}::text, r.${key}::text), ${columns
    .map((column) => `('${column}', s.${column}::text, r.${column}::text)`)
    .join(', ')}) v(name, stored, rebuilt)
  where (${columns.map((column) => `s.${column}`).join(', ')}) is distinct from (${columns.map((column) => `r.${column}`).join(', ')})
    and v.stored is distinct from v.rebuilt and (s.${key} is null) = (v.name = '(row)')`;

/** Left out: calls about to be placed, which have no fact yet, and recordings of conferences, which have no call. */
const UNFOUNDED = `
  select 'calls', c.call_sid, '(row)', c.call_sid, null from calls c
  where c.call_sid is not null and c.version > 0 and not exists (select from calls_rebuilt r where r.call_sid = c.call_sid)
  union all
  select 'call_recordings', s.recording_sid, '(row)', s.recording_sid, null from call_recordings s
  where s.call_sid is not null and not exists (select from recordings_rebuilt r where r.recording_sid = s.recording_sid)`;
