/** Writes docs/policy.md from the policy table (packages/access): `npm run policy:docs`. */
import { grantOf, PERMISSIONS, ROLES, scopeOf, TABLES, VIEWS, type Role, type TablePolicy } from '@trunkline/access';
import { readFileSync, writeFileSync } from 'node:fs';
import { readColumns } from './read-columns.ts';

export const POLICY_PAGE = new URL('../docs/policy.md', import.meta.url);

/** The text of docs/policy.md. */
export function policyPage(): string {
  const columns = readColumns(readFileSync(new URL('schema.prisma', import.meta.url), 'utf8'));
  return `${[HEAD, actions(), TABLES_HEAD, tables(), views(), COLUMNS_HEAD, hiddenColumns(columns)].join('\n\n')}\n`;
}

const HEAD = `# Who may do what

Written by \`npm run policy:docs\` from the policy table, \`packages/access/src/policy.ts\` and \`tables.ts\`. The guards of the
API, the policies and grants of Postgres and this page come from the same table. Which endpoint needs which permission is
in \`/openapi.json\` (\`x-permission\`).

Rows: \`all\`; \`assigned\`, of orders that were given to the reader; \`own\`, of orders that the client made; \`self\`, of the
actor alone. A dash: the role may not, and is answered 403. A row that is not among the role's is answered 404, exactly
like one that there is not.

## Actions`;

const actions = (): string =>
  table(
    ['action', ...ROLES],
    PERMISSIONS.map((permission) => [`\`${permission}\``, ...ROLES.map((role) => scopeOf(role, permission) ?? '–')]),
  );

const TABLES_HEAD = `## Tables

What each action lets the role of Postgres do that stands for the actor's. Tables that are not named here no role of the API
may touch. Some statements are narrowed further by a condition over the row.`;

const tables = (): string =>
  table(
    ['table', 'by', 'statements', 'where'],
    Object.entries(TABLES).flatMap(([name, policy]) => {
      const alike = Map.groupBy(policy.uses, ({ by, where = '' }) => `${by} ${where}`);
      const byRoles = [...alike.values()].map((uses) => {
        const [{ by, where }] = uses as [(typeof uses)[0]];
        return [`\`${name}\``, `\`${by}\``, statements(uses, policy), where === undefined ? '' : `\`${where}\``];
      });
      const { system = [] } = policy;
      const byItself = system.length === 0 ? [] : [[`\`${name}\``, 'the API itself', ofItself(system), '']];
      return [...byRoles, ...byItself];
    }),
  );

/** Views, which show the rows of their tables that the actor may see. */
const views = (): string =>
  table(
    ['view', 'by'],
    Object.entries(VIEWS).map(([name, permission]) => [`\`${name}\``, `\`${permission}\`, on all rows`]),
  );

const statements = (uses: TablePolicy['uses'], policy: TablePolicy): string =>
  uses.map(({ command }) => (command === 'update' ? `update${changesOf(policy)}` : command)).join(', ');

const ofItself = (system: NonNullable<TablePolicy['system']>): string =>
  system.map(({ command, columns }) => (columns ? `${command} (${columns.join(', ')})` : command)).join(', ');

function changesOf({ changes }: TablePolicy): string {
  if (!changes) return '';
  if (isOfAll(changes)) return ` (${changes.join(', ')})`;
  const ofRoles = Object.entries(changes).map(([role, columns]) => `by ${role} ${columns.join(', ')}`);
  return ` (${ofRoles.join('; ')})`;
}

const isOfAll = (changes: TablePolicy['changes']): changes is readonly string[] => Array.isArray(changes);

const COLUMNS_HEAD = `## Hidden columns

What a role does not see of the rows that it may read.`;

function hiddenColumns(columnsOf: ReadonlyMap<string, readonly string[]>): string {
  const rows = Object.entries(TABLES).flatMap(([name, policy]) => {
    const byHidden = Map.groupBy(readersOf(policy), (role) => hiddenFrom(role, policy, columnsOf.get(name) ?? []));
    return [...byHidden].flatMap(([hidden, roles]) =>
      hidden === '' ? [] : [[`\`${name}\``, roles.join(', '), hidden]],
    );
  });
  return table(['table', 'from', 'columns'], rows);
}

const readersOf = ({ uses }: TablePolicy): Role[] =>
  ROLES.filter((role) => uses.some(({ command, by }) => command === 'select' && grantOf(by)[role] !== undefined));

function hiddenFrom(role: Role, { columns, secret = [] }: TablePolicy, all: readonly string[]): string {
  const seen = columns?.[role] ?? all.filter((column) => !secret.includes(column));
  return all.filter((column) => !seen.includes(column)).join(', ');
}

/** A Markdown table in the formatter's layout. */
function table(head: readonly string[], unescaped: readonly (readonly string[])[]): string {
  const rows = unescaped.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((name, n) => Math.max(3, name.length, ...rows.map((row) => row[n]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

if (import.meta.main) writeFileSync(POLICY_PAGE, policyPage());
