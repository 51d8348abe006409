import { APP_RIGHTS, appGrantsOf, APPS_WITH_RIGHTS, loginOf, type AppRights } from './app-logins.ts';
import { grantOf, type Permission } from './policy.ts';
import { databaseRole, ROLES, type Role } from './roles.ts';
import { actsAs, TABLES, VIEWS, type TablePolicy } from './tables.ts';

/** The API's own login, whose rights apply only before a request is authenticated. */
export const API_ROLE = loginOf('api');
/** Policies of rows let its members, the owner and the logins of all other apps, see all rows. It has no privileges. */
export const WORKER_ROLE = 'trunkline_worker';
/** Entered by the owner to erase a person; it alone may change and delete facts. */
const RETENTION_ROLE = 'trunkline_retention';
const APP_LOGINS = APPS_WITH_RIGHTS.map(loginOf);
/** The roles that see all rows for which there is this permission. */
const seeingAll = (permission: Permission): string[] =>
  ROLES.filter((role) => grantOf(permission)[role] === 'all').map(databaseRole);
/** Functions that run with their owner's rights, and the roles that may call them, besides the logins of apps. */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  'append_audit(text, text, text, text, text, text, text)': [RETENTION_ROLE, API_ROLE, ...ROLES.map(databaseRole)],
  'tell_stream(text, text, text, bigint)': [API_ROLE, ...ROLES.map(databaseRole)],
  'number_stream_events()': [API_ROLE],
  'stream_audience(bigint, bigint)': [API_ROLE],
  'signed_context()': [API_ROLE, ...ROLES.map(databaseRole)],
  'is_signed(text, text)': [API_ROLE],
  'password_of(text, uuid, text)': [API_ROLE],
  'is_key_secret(text, text)': [API_ROLE],
  'live_session(text)': [API_ROLE],
  'open_session(text, uuid, text)': [API_ROLE],
  'use_session(text)': [API_ROLE],
  'end_session(text)': [API_ROLE],
  'sessions_of(uuid, text)': [API_ROLE],
  'end_sessions_of(uuid, text, text)': [API_ROLE],
  'login_link(text)': [API_ROLE],
  'use_login_link(text)': [API_ROLE],
  'find_by_words(text[], bigint, text)': seeingAll('inbox.read'),
  'find_contacts(text, integer)': seeingAll('conversations.read'),
  'find_candidates(text, integer)': seeingAll('interviews.read'),
  'find_calls_by_sid(text, text, integer)': seeingAll('calls.read'),
  'find_recordings_by_sid(text, text, integer)': seeingAll('recordings.read'),
  'is_erased(text, boolean, jsonb)': [RETENTION_ROLE],
  'redact_erased(text)': [RETENTION_ROLE],
  'erasure_digest(text)': [RETENTION_ROLE],
  'ensure_inbox_partitions(date, integer)': [],
  'drop_inbox_partitions(date)': [],
  'sign_claim(text)': [],
  'sign_context(text, text)': [],
  'party_numbers(uuid[])': [API_ROLE],
  'use_of_dial_caps(text, timestamptz, text, text, integer, jsonb)': [API_ROLE, ...ROLES.map(databaseRole)],
  'approved_calls(text)': [API_ROLE, ...ROLES.map(databaseRole)],
};
const COMMANDS = ['select', 'insert', 'update', 'delete'] as const;
type Command = (typeof COMMANDS)[number];

/** A policy of the database: `condition` is what a row must satisfy to be seen, or to be written. */
export type DatabasePolicy = { name: string; table: string; command: Command | 'all'; role: string; condition: string };

/** The rows of a table that a command of a role may touch, as SQL over `row`; undefined where it may not touch any. */
export function rowsOf(role: Role, table: string, command: Command, row = table): string | undefined {
  const { uses, rows = {} } = TABLES[table]!;
  const conditions = uses
    .filter((use) => use.command === command)
    .flatMap(({ by, where }) => {
      const scope = grantOf(by)[role];
      if (scope === undefined) return [];
      const inScope = scope === 'all' ? [] : [rows[scope]!(row)];
      return [[...inScope, ...(where ? [where] : [])].join(' and ') || 'true'];
    });
  if (conditions.length === 0) return undefined;
  if (conditions.includes('true')) return 'true';
  const distinct = [...new Set(conditions)];
  return distinct.length === 1 ? distinct[0]! : distinct.map((condition) => `(${condition})`).join(' or ');
}

/** Every policy that the database must have, and no other. */
export function databasePolicies(tables: readonly string[]): DatabasePolicy[] {
  return tables.flatMap((table) => [
    { name: `${table}_worker`, table, command: 'all' as const, role: WORKER_ROLE, condition: 'true' },
    ...COMMANDS.flatMap((command) =>
      ROLES.flatMap((role) => {
        const condition = TABLES[table] && rowsOf(role, table, command);
        return condition === undefined
          ? []
          : [
              {
                name: `${table}_${command}_${role}`,
                table,
                command,
                role: databaseRole(role),
                condition: signedFor(role, condition),
              },
            ];
      }),
    ),
    ...(TABLES[table]?.system ?? []).map(({ command }) => ({
      name: `${table}_${command}_api`,
      table,
      command,
      role: API_ROLE,
      condition: 'true',
    })),
  ]);
}

/** `set role` alone, which any SQL of the API's login may run, opens nothing. */
const signedFor = (role: Role, condition: string): string =>
  condition === 'true' ? actsAs(role) : `${actsAs(role)} and (${condition})`;

/** The SQL of one policy. */
export function policySql({ name, table, command, role, condition }: DatabasePolicy): string {
  const using = command === 'insert' ? '' : ` using (${condition})`;
  const check = command === 'select' || command === 'delete' ? '' : ` with check (${writable(command, condition)})`;
  return `create policy ${name} on ${table} for ${command} to ${role}${using}${check};`;
}

/** What a row may become: a call keeps its scope, not the state that made it changeable. */
const writable = (_command: Command | 'all', condition: string): string => condition;

/** The privileges of each role on a table, by columns where not on all. `columns` are the table's, from the catalogue. */
export function grantsOf(table: string, columns: readonly string[]): string[] {
  const policy = TABLES[table];
  if (!policy) return [];
  const ofRoles = ROLES.flatMap((role) =>
    COMMANDS.flatMap((command) => {
      if (rowsOf(role, table, command) === undefined) return [];
      return [`grant ${command}${columnList(policy, role, command, columns)} on ${table} to ${databaseRole(role)};`];
    }),
  );
  const ofSystem = (policy.system ?? []).map(
    ({ command, columns: only }) =>
      `grant ${command}${only ? ` (${only.join(', ')})` : ''} on ${table} to ${API_ROLE};`,
  );
  return [...ofRoles, ...ofSystem];
}

function columnList(policy: TablePolicy, role: Role, command: Command, columns: readonly string[]): string {
  if (command === 'update') return inParentheses(changesOf(policy, role));
  if (command !== 'select') return '';
  const only = policy.columns?.[role] ?? (policy.secret && columns.filter((name) => !policy.secret!.includes(name)));
  return inParentheses(only);
}

const changesOf = ({ changes }: TablePolicy, role: Role): readonly string[] | undefined =>
  isList(changes) ? changes : changes?.[role];
const isList = (changes: TablePolicy['changes']): changes is readonly string[] => Array.isArray(changes);
const inParentheses = (columns: readonly string[] | undefined): string => (columns ? ` (${columns.join(', ')})` : '');

const rightsOf = (app: keyof typeof APP_RIGHTS): Required<AppRights> => ({ sequences: [], ...APP_RIGHTS[app] });

/** The SQL that enforces the policy in the database, for a migration. Running it again replaces the former policies. */
export function accessSql(columnsOf: ReadonlyMap<string, readonly string[]>): string {
  const tables = [...columnsOf.keys()].toSorted();
  const [ofApi, ofApps] = [[API_ROLE, ...ROLES.map(databaseRole)].join(', '), APP_LOGINS.join(', ')];
  return [
    `do $$ declare p record; begin`,
    `  for p in select policyname, tablename from pg_policies where schemaname = current_schema() loop`,
    `    execute format('drop policy %I on %I', p.policyname, p.tablename);`,
    `  end loop;`,
    `end $$;`,
    `revoke all on all tables in schema public from ${ofApi}, ${ofApps}, ${WORKER_ROLE};`,
    `revoke all on all sequences in schema public from ${ofApps}, ${WORKER_ROLE};`,
    `grant usage on schema public to ${ofApi}, ${ofApps}, ${RETENTION_ROLE};`,
    `grant select, insert, update, delete on all tables in schema public to ${RETENTION_ROLE};`,
    `grant usage on all sequences in schema public to ${ofApi};`,
    ...APPS_WITH_RIGHTS.flatMap((app) =>
      rightsOf(app).sequences.map((sequence) => `grant usage on sequence ${sequence} to ${loginOf(app)};`),
    ),
    ...Object.entries(FUNCTIONS).flatMap(([name, callers]) => {
      const apps = APPS_WITH_RIGHTS.filter((app) => rightsOf(app).functions.includes(name)).map(loginOf);
      const all = [...callers, ...apps];
      return [
        `revoke execute on function ${name} from public, ${ofApi}, ${ofApps}, ${WORKER_ROLE};`,
        ...(all.length === 0 ? [] : [`grant execute on function ${name} to ${all.join(', ')};`]),
      ];
    }),
    ...Object.entries(VIEWS).flatMap(([view, permission]) =>
      ROLES.filter((role) => grantOf(permission)[role] === 'all').map(
        (role) => `grant select on ${view} to ${databaseRole(role)};`,
      ),
    ),
    ...tables.flatMap((table) => [
      `alter table ${table} enable row level security;`,
      `alter table ${table} force row level security;`,
      ...grantsOf(table, columnsOf.get(table)!),
      ...appGrantsOf(table),
      ...databasePolicies([table]).map(policySql),
    ]),
  ].join('\n');
}
