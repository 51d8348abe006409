import pg from 'pg';
import { databaseUrl } from '../../setup/database-url.ts';

/** Legal defaults, each of which changes how a session that does not pin it reads or writes. */
const OF_THE_DATABASE: Record<string, string> = {
  datestyle: 'SQL, DMY',
  timezone: 'Pacific/Auckland',
  intervalstyle: 'sql_standard',
  default_transaction_isolation: 'serializable',
  default_transaction_deferrable: 'on',
  search_path: 'elsewhere',
  standard_conforming_strings: 'off',
  array_nulls: 'off',
  transform_null_equals: 'on',
  quote_all_identifiers: 'on',
  extra_float_digits: '-15',
  bytea_output: 'escape',
  xmlbinary: 'hex',
  client_encoding: 'LATIN1',
  row_security: 'off',
  synchronous_commit: 'off',
  enable_indexscan: 'off',
  enable_hashjoin: 'off',
  plan_cache_mode: 'force_generic_plan',
};
/** Defaults of the role come before those of the database. */
const OF_THE_ROLE: Record<string, string> = { datestyle: 'German', default_transaction_isolation: 'repeatable read' };

/** Gives this database, and its owner in it, other defaults. Sessions that are open keep theirs. */
export async function setHostileDefaults(url: string): Promise<void> {
  const { username, pathname } = new URL(url);
  const name = pathname.slice(1);
  await runOn(databaseUrl(url, 'postgres'), [
    ...Object.entries(OF_THE_DATABASE).map((one) => `alter database ${name} set ${assignment(one)}`),
    ...Object.entries(OF_THE_ROLE).map((one) => `alter role ${username} in database ${name} set ${assignment(one)}`),
  ]);
}

const LIST = /path|style$/; // a list is its items, not one text
const assignment = ([name, value]: [string, string]): string => `${name} to ${LIST.test(name) ? value : `'${value}'`}`;

/** Creates this database with hostile defaults, and a record of the settings of every session that is opened in it. */
export async function createHostileDatabase(url: string): Promise<void> {
  await runOn(databaseUrl(url, 'postgres'), [`create database ${new URL(url).pathname.slice(1)}`]);
  await runOn(url, RECORD_SESSIONS);
  await setHostileDefaults(url);
}

/** What a session of the database was opened with, by the name of its application. */
export const OPENED_SESSIONS = `
select application_name as name, login, settings from watch.sessions order by n`;

const RECORD_SESSIONS = [
  'create schema watch',
  'create table watch.sessions (n serial, application_name text, login text, settings jsonb)',
  `create function watch.record_session() returns event_trigger language plpgsql security definer as $$
  begin
    insert into watch.sessions (application_name, login, settings)
    select current_setting('application_name'), session_user, jsonb_object_agg(name, current_setting(name))
    from pg_catalog.pg_settings where source in ('client', 'session', 'database', 'user', 'database user');
  end $$`,
  'create event trigger record_session on login execute function watch.record_session()',
  'alter event trigger record_session enable always',
];

async function runOn(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}
