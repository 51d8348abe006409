import { databaseRole, ROLES, rowsOf, TABLES, type Role } from '@trunkline/access';
import type { Database } from '@trunkline/db/connection';
import type { People } from './people.ts';
import {
  COMMANDS,
  countChanged,
  expectedAccess,
  LOGINS,
  probe,
  type Command,
  type Probe,
  type Table,
} from './probe-tables.ts';

/** A change of one policy that makes the database weaker or stricter than the policy table. */
export type Mutant = Probe & { role: Role; name: string; sql: string; undo: string };

/** Drops every policy, removes every condition, and adds a policy wherever a role has none. */
export function databaseMutants(tables: readonly Table[]): Mutant[] {
  return tables.flatMap(({ name: table }) =>
    ROLES.flatMap((role) => COMMANDS.flatMap((command) => mutantsOf(table, role, command))),
  );
}

function mutantsOf(table: string, role: Role, command: Command): Mutant[] {
  const login = databaseRole(role);
  const condition = TABLES[table] && rowsOf(role, table, command);
  const policy = `${table}_${command}_${role}`;
  const of = (what: string, sql: string, undo: string): Mutant => ({
    name: `${policy} ${what}`,
    login,
    table,
    command,
    role,
    sql,
    undo,
  });
  if (condition === undefined) {
    const given = `create policy mutant on ${table} for ${command} to ${login} ${openTo(command)}; grant ${command} on ${table} to ${login}`;
    return [of('given', given, `drop policy mutant on ${table}; revoke ${command} on ${table} from ${login}`)];
  }
  const dropped = of('dropped', `drop policy ${policy} on ${table}`, '');
  if (condition === 'true' || isAlwaysTrue(table, role, command)) return [dropped];
  return [dropped, of('weakened', `alter policy ${policy} on ${table} ${openTo(command)}`, '')];
}

/** Commands are drops or recording commands: a role that may request both on all rows has a condition that holds for every row. */
const isAlwaysTrue = (table: string, role: Role, command: Command): boolean =>
  table === 'call_commands' && command === 'insert' && role !== 'reader' && role !== 'client';

function openTo(command: Command): string {
  if (command === 'insert') return 'with check (true)';
  return command === 'update' ? 'using (true) with check (true)' : 'using (true)';
}

class RollBack extends Error {}

/** The mutants that change the result of no statement of their role. */
export async function findSurvivingMutants(db: Database, people: People, tables: readonly Table[]): Promise<string[]> {
  const survivors: string[] = [];
  for (const mutant of databaseMutants(tables)) {
    const table = tables.find(({ name }) => name === mutant.table)!;
    const differs = db.transaction(async (tx) => {
      const before = await countChanged(tx, people, mutant, table);
      await tx.query(mutant.sql);
      const [found, expected] = [
        await probe(tx, people, mutant, table),
        await expectedAccess(tx, people, mutant, table),
      ];
      const isSame = found.every((access, n) => access === expected[n]);
      if (isSame && before === (await countChanged(tx, people, mutant, table))) survivors.push(mutant.name);
      throw new RollBack();
    });
    await differs.catch(expectRollBack);
  }
  return survivors;
}

/** Rows that the unchanged database treats differently from the policy table. */
export async function findTableDifferences(db: Database, people: People, tables: readonly Table[]): Promise<string[]> {
  const differences: string[] = [];
  for (const table of tables)
    for (const login of LOGINS)
      for (const command of COMMANDS) {
        const asked = { login, table: table.name, command };
        const checking = db.transaction(async (tx) => {
          const [found, expected] = [
            await probe(tx, people, asked, table),
            await expectedAccess(tx, people, asked, table),
          ];
          for (const [n, access] of found.entries())
            if (access !== expected[n])
              differences.push(`${login} ${command} ${table.name} row ${n}: ${access}, not ${expected[n]}`);
          throw new RollBack();
        });
        await checking.catch(expectRollBack);
      }
  return differences;
}

function expectRollBack(error: unknown): void {
  if (!(error instanceof RollBack)) throw error;
}
