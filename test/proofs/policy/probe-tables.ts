import { API_ROLE, databaseRole, ROLES, rowsOf, TABLES, WORKER_ROLE, type Role } from '@trunkline/access';
import type { Queryable } from '@trunkline/db/connection';
import type { People } from './people.ts';

export const COMMANDS = ['select', 'insert', 'update', 'delete'] as const;
export type Command = (typeof COMMANDS)[number];
/** A login of the database, and the command that it runs on every row of a table. */
export type Probe = { login: string; table: string; command: Command };
/** `hidden`: by a policy; `refused`: the login has no such privilege. */
type Access = 'reached' | 'hidden' | 'refused';

/** A table with its columns, its key and its first rows as JSON. */
export type Table = { name: string; columns: readonly string[]; key: readonly string[]; rows: readonly Row[] };
type Row = Readonly<Record<string, unknown>>;

/** The database roles of all roles of the API, and of its own login and the workers. */
export const LOGINS = [...ROLES.map(databaseRole), API_ROLE, WORKER_ROLE];

export async function readTables(db: Queryable, columns: ReadonlyMap<string, readonly string[]>): Promise<Table[]> {
  const tables: Table[] = [];
  for (const [name, names] of columns) {
    const { rows } = await db.query<{ row: Row }>(`select to_jsonb(t) as row from ${name} t limit 40`);
    tables.push({ name, columns: names, key: await keyOf(db, name), rows: rows.map(({ row }) => row) });
  }
  return tables.toSorted((a, b) => a.name.localeCompare(b.name));
}

async function keyOf(db: Queryable, table: string): Promise<string[]> {
  if (table === 'call_recordings') return ['recording_sid']; // the key by which the API serves signed URLs
  const { rows } = await db.query<{ name: string }>(
    `select attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
     where indrelid = $1::regclass and indisprimary`,
    [table],
  );
  return rows.map(({ name }) => name);
}

/** The access to each row, found by running the command; every change is rolled back. */
export async function probe(tx: Queryable, people: People, { login, command }: Probe, table: Table): Promise<Access[]> {
  const sql =
    'select proof.probe($1, $2, command, $4) as access from unnest($3::text[]) with ordinality c(command, n) order by n';
  const column = columnToChange(table, login);
  const key = keyFor(table, login);
  const statements = table.rows.map((row) => statementOn({ ...table, key }, command, row, column));
  const values = [login, actorOf(people, login) ?? '', statements, onAll(table, command, column)];
  return (await tx.query<{ access: Access }>(sql, values)).rows.map(({ access }) => access);
}

/** How many rows a command without a condition changes: then only the policy of the command itself applies. */
export async function countChanged(
  tx: Queryable,
  people: People,
  { login, command }: Probe,
  table: Table,
): Promise<string> {
  const statement = onAll(table, command, columnToChange(table, login));
  if (statement === null) return '';
  const { rows } = await tx.query<{ count: string }>('select proof.count($1, $2, $3) as count', [
    login,
    actorOf(people, login) ?? '',
    statement,
  ]);
  return rows[0]!.count;
}

/** The access to each row by the policy table: its conditions, evaluated by a role that sees all rows. */
export async function expectedAccess(
  db: Queryable,
  people: People,
  { login, command }: Probe,
  table: Table,
): Promise<Access[]> {
  if (login === WORKER_ROLE) return table.rows.map(() => 'refused'); // its members have privileges of their own
  if (login === API_ROLE) {
    const may = TABLES[table.name]?.system?.some((use) => use.command === command);
    return table.rows.map(() => (may ? 'reached' : 'refused'));
  }
  const role = login.replace('app_', '') as Role;
  const condition = TABLES[table.name] && rowsOf(role, table.name, command, 't');
  if (condition === undefined) return table.rows.map(() => 'refused');
  const seen = command === 'insert' ? 'true' : (rowsOf(role, table.name, 'select', 't') ?? 'true');
  const sql = `select (${condition}) and (${seen}) as is_reached
    from unnest($1::jsonb[]) with ordinality g(row, n) cross join jsonb_populate_record(null::${table.name}, g.row) t order by n`;
  await db.query('select sign_context($1, $2)', [role, actorOf(people, login) ?? '']);
  const { rows } = await db.query<{ is_reached: boolean | null }>(sql.replaceAll('current_user', `'${login}'`), [
    table.rows,
  ]);
  return rows.map(({ is_reached: isReached }) => (isReached ? 'reached' : 'hidden'));
}

/** Columns that name a row; a login that may read some columns only names it by these. */
function keyFor({ name, key }: Table, login: string): readonly string[] {
  const readable =
    login === API_ROLE ? TABLES[name]?.system?.find(({ command }) => command === 'select')?.columns : undefined;
  return readable === undefined || key.every((part) => readable.includes(part)) ? key : [readable[0]!];
}

const actorOf = (people: People, login: string): string | undefined =>
  (people as Readonly<Record<string, string>>)[login.replace('app_', '')];

/** A column that the role may change, if there is one, and none of the key, which Postgres generates. */
function columnToChange({ name, columns, key }: Table, login: string): string {
  const { changes, system } = TABLES[name] ?? {};
  if (login === API_ROLE) {
    const only = system?.find(({ command }) => command === 'update')?.columns;
    if (only) return only[0]!;
  }
  const ofRole = (
    Array.isArray(changes) ? changes : (changes as Record<string, string[]> | undefined)?.[login.replace('app_', '')]
  ) as string[] | undefined;
  const changeable = ofRole?.includes('updated_at') ? 'updated_at' : ofRole?.[0]; // its default is no null, which a row may refuse
  return changeable ?? columns.findLast((column) => !key.includes(column)) ?? columns[0]!;
}

function statementOn({ name, key }: Table, command: Command, row: Row, column: string): string {
  const where = key.map((part) => `${part} = ${literal(row[part])}`).join(' and ');
  switch (command) {
    case 'select':
      return `select 1 from ${name} where ${where}`;
    case 'insert':
      return `insert into ${name} overriding system value select * from jsonb_populate_record(null::${name}, ${literal(JSON.stringify(row))})`;
    case 'update':
      return `update ${name} set ${column} = ${column} where ${where}`;
    case 'delete':
      return `delete from ${name} where ${where}`;
  }
}

/** The command without a condition, which reads nothing: a role may change rows that it may not see. */
function onAll({ name }: Table, command: Command, column: string): string | null {
  if (command === 'update') return `update ${name} set ${column} = default`;
  return command === 'delete' ? `delete from ${name}` : null;
}

const literal = (value: unknown): string => `'${String(value).replaceAll("'", "''")}'`;
