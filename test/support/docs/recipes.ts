import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';

const BLOCK = /```sql\n-- psql "\$\w+" (?:-1 )?-f (\S+\.sql).*\n([\s\S]*?)```/g;
const EXPORT = /^\\copy \((.+)\) to '(\S+)' csv$/m;
const IMPORT = /^\\copy (\w+) from '(\S+)' csv$/m;

/** The SQL files of a page of docs/coming-from, by their names. */
export function readRecipes(page: string): Map<string, string> {
  const text = readFileSync(new URL(`../../../docs/coming-from/${page}.md`, import.meta.url), 'utf8');
  return new Map([...text.matchAll(BLOCK)].map(([, name, sql]) => [name!, sql!]));
}

/** Runs two files of a page as `psql` does, the first in the schema `old`, and returns the rows of the second one's last query. */
export async function runRecipe(pool: Pool, page: string, [from, to]: [string, string]): Promise<object[]> {
  const recipes = readRecipes(page);
  const [, query = '', file] = EXPORT.exec(recipes.get(from) ?? '') ?? [];
  const [copy = '', table, read] = IMPORT.exec(recipes.get(to) ?? '') ?? [];
  if (query === '' || file !== read) throw new Error(`${page}: ${from} does not write the file that ${to} reads`);
  const [before, after] = recipes.get(to)!.split(copy) as [string, string];
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('set local search_path to old, pg_catalog');
    const { rows } = await client.query(query);
    await client.query('set local search_path to public, pg_catalog');
    await client.query(before);
    await client.query(`insert into ${table} select * from json_populate_recordset(null::pg_temp.${table}, $1)`, [
      JSON.stringify(rows),
    ]);
    const answer = await client.query<object>(after);
    await client.query(`drop table pg_temp.${table}`);
    await client.query('commit');
    return answer.rows;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
