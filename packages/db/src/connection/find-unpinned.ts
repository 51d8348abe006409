import type { SessionSettings } from '@trunkline/service/postgres-session';
import type { ClientBase } from 'pg';

/** Why a new session must not be used: a setting that it was opened with does not hold. Undefined for a sound one. */
export async function findUnpinned(
  connection: Pick<ClientBase, 'query'>,
  settings: SessionSettings,
): Promise<string | undefined> {
  const expected = { ...settings, session_replication_role: 'origin' };
  const { rows } = await connection.query<{ name: string; value: string; login: string }>(SQL, [
    Object.keys(expected),
    Object.values(expected),
  ]);
  const [first] = rows;
  if (!first) return undefined;
  const found = rows.map(({ name, value }) => `${name} is ${value}`).join(', ');
  return first.name === 'session_replication_role'
    ? `Triggers are off for ${first.login} (${found}). Reset it where it is set: alter role "${first.login}" reset session_replication_role, or alter database.`
    : `Postgres did not receive the settings of this session: ${found}. A pooler drops the start-up parameter "options". Connect to Postgres directly.`;
}

const SQL = `
select e.name, current_setting(e.name) as value, session_user as login
from unnest($1::text[], $2::text[]) with ordinality as e(name, value, n)
where current_setting(e.name) <> e.value order by n`;
