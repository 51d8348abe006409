import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CHECKOUT } from '../../../apps/local/src/checkout.ts';
import { readColumns, readModels } from '../../../prisma/read-columns.ts';

/** A source file: the text of each top-level declaration, and where its imported names come from. */
type Source = { parts: ReadonlyMap<string, string>; imports: ReadonlyMap<string, { file: string; name: string }> };

const SCHEMA = readFileSync(join(CHECKOUT, 'prisma/schema.prisma'), 'utf8');
const TABLES = new Set(readColumns(SCHEMA).keys());
const MODELS = readModels(SCHEMA);
const DB = join(CHECKOUT, 'packages/db/src');
/** What a demo forgets is deleted by the owner's login. */
const OF_OWNER = 'retention';
const sources = new Map<string, Source>();

/** The commands on tables, such as `insert calls`, in the SQL and the Prisma queries that an app's `main.ts` reaches. */
export function statementsOf(app: string): Set<string> {
  const main = join(CHECKOUT, 'apps', app, 'src/main.ts');
  const [found, seen] = [new Set<string>(), new Set<string>()];
  const visit = (file: string, name: string): void => {
    const key = `${file} ${name}`;
    if (seen.has(key)) return;
    seen.add(key);
    const { parts, imports } = readSource(file);
    const from = imports.get(name);
    if (from) return visit(from.file, from.name);
    const text = parts.get(name);
    if (text === undefined) return;
    for (const command of commandsIn(text)) found.add(command);
    for (const [word] of text.matchAll(/\b[A-Za-z_]\w*\b/g))
      if (parts.has(word) || imports.has(word)) visit(file, word);
  };
  for (const name of readSource(main).parts.keys()) visit(main, name);
  return found;
}

const IMPORT = /^(?:import|export)\s+(?!type\b)\{([^}]*)\}\s+from\s+'([^']+)';/gm;
/** Where a declaration begins: lines of SQL begin at the margin too. */
const TOP_LEVEL = /^(?=(?:export\s+)?(?:async\s+)?(?:function|const|class|let|type|interface|await)\b)/m;
const NAME = /^(?:export\s+)?(?:async\s+)?(?:function\*?|const|class|let)\s+(\w+)/;

function readSource(file: string): Source {
  const known = sources.get(file);
  if (known) return known;
  const text = existsSync(file) ? readFileSync(file, 'utf8').replaceAll(/^\s*(?:\/\/|\/\*\*|\*).*$/gm, '') : '';
  const imports = new Map<string, { file: string; name: string }>();
  for (const [, names = '', from = ''] of text.matchAll(IMPORT)) {
    const target = fileOf(from, file);
    if (target === undefined) continue;
    for (const entry of names.split(',')) {
      const [name = '', alias = name] = entry.trim().split(/\s+as\s+/);
      if (name && !name.startsWith('type ')) imports.set(alias, { file: target, name });
    }
  }
  const parts = new Map<string, string>();
  for (const part of text.replaceAll(IMPORT, '').split(TOP_LEVEL)) {
    const name = NAME.exec(part)?.[1] ?? 'top level';
    parts.set(name, `${parts.get(name) ?? ''}${part}`);
  }
  const source = { parts, imports };
  sources.set(file, source);
  return source;
}

function fileOf(from: string, importer: string): string | undefined {
  if (from.startsWith('.')) return from.includes('/generated/') ? undefined : resolve(dirname(importer), from);
  const [, door] = /^@trunkline\/db\/(.+)$/.exec(from) ?? [];
  return door === undefined || door === OF_OWNER ? undefined : join(DB, door, 'index.ts');
}

/** A statement names a table, or gets it from a property `table`. */
const STATEMENT = /\b(insert into|update|delete from|from|join|using|table:)\s+(?:only\s+|')?(\w+)|\bdo update set\b/g;
const COMMANDS: Readonly<Record<string, string>> = {
  'insert into': 'insert',
  update: 'update',
  'delete from': 'delete',
};
const PRISMA = {
  create: 'insert',
  update: 'update',
  delete: 'delete',
  upsert: 'update',
  find: 'select',
  count: 'select',
};

function commandsIn(text: string): string[] {
  const found: string[] = [];
  if (/\b(?:insert into|update|delete from) \$\{/.test(text))
    found.push('change a table that the statement does not name');
  let target = '';
  for (const [whole, keyword = '', table = ''] of text.matchAll(STATEMENT)) {
    if (whole.startsWith('do update')) found.push(`update ${target}`);
    if (!TABLES.has(table)) continue;
    if (keyword === 'insert into') target = table;
    found.push(`${COMMANDS[keyword] ?? 'select'} ${table}`);
  }
  for (const [model, table] of MODELS)
    for (const [, method = ''] of text.matchAll(new RegExp(`\\b${model}\\.(\\w+)\\(`, 'g')))
      for (const [start, command] of Object.entries(PRISMA))
        if (method.startsWith(start)) found.push(`${command} ${table}`);
  return found;
}
