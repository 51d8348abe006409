import { InvalidArgumentError, type Command } from 'commander';
import { EXIT, type Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { renderTable } from '../terminal/render-table.ts';
import { openApi, type Api, type Query } from './open-api.ts';
import { withTarget, type TargetOptions } from './target.ts';

type Page<T> = { data: T[]; page: { next_cursor: string | null } };

/** A filter of a list: its option, and the parameter of the query that it becomes. */
export type ListFilter = { flag: string; means: string; parameter: string };

export type ListSpec<T> = {
  /** Path of the API. */
  path: string;
  filters?: readonly ListFilter[];
  /** What the query always has. */
  always?: Query;
  columns: Readonly<Record<string, (row: T) => string | null>>;
  /** Said on stderr where there is none. */
  none: string;
  /** What `--check` means: it ends with 10 if there is any. */
  check?: string;
};

type ListOptions = TargetOptions & {
  json?: boolean;
  jsonl?: boolean;
  limit: number;
  check?: boolean;
} & Record<string, unknown>;

/** The most rows that the API gives at once. */
const MOST_AT_ONCE = 200;

/** Makes `command` print a list of the API: as a table, or as JSON with the fields of the API. */
export function listCommand<T>(command: Command, spec: ListSpec<T>, { signal, end }: Invocation): Command {
  for (const { flag, means } of spec.filters ?? []) command.option(flag, means);
  command
    .option('--limit <n>', 'how many rows at most', readLimit, 50)
    .option('--json', 'print one JSON object: { "data": [...] }')
    .option('--jsonl', 'print one JSON object per row and line');
  if (spec.check) command.option('--check', spec.check);
  return withTarget(command).action(async (options: ListOptions) => {
    const query = filtersOf(command, spec, options);
    const { rows, hasMore } = await readRows<T>(openApi(options, signal), spec, options, query);
    if (options.json) process.stdout.write(`${JSON.stringify({ data: rows }, null, 2)}\n`);
    else if (options.jsonl) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
    else if (rows.length === 0) process.stderr.write(`${spec.none}\n`);
    else process.stdout.write(asTable(rows, spec));
    if (hasMore) process.stderr.write(`These are the first ${rows.length}; --limit shows more.\n`);
    end(options.check && rows.length > 0 ? EXIT.findings : EXIT.ok);
  });
}

/** The options that were given, as parameters of the query. */
function filtersOf<T>(command: Command, { filters = [], always }: ListSpec<T>, options: ListOptions): Query {
  const query: Record<string, string> = {};
  for (const { flag, parameter } of filters) {
    const option = command.options.find(({ flags }) => flags === flag)!;
    const value = options[option.attributeName()] as string | true | undefined;
    if (value !== undefined) query[parameter] = `${value}`;
  }
  return { ...always, ...query };
}

async function readRows<T>(api: Api, { path }: ListSpec<T>, { limit }: ListOptions, query: Query) {
  const rows: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.get<Page<T>>(path, { ...query, limit: Math.min(MOST_AT_ONCE, limit - rows.length), cursor });
    rows.push(...page.data);
    cursor = page.page.next_cursor ?? undefined;
  } while (cursor !== undefined && rows.length < limit);
  return { rows, hasMore: cursor !== undefined };
}

function asTable<T>(rows: readonly T[], { columns }: ListSpec<T>): string {
  const cells = rows.map((row) =>
    Object.values(columns).map((cell) => {
      const text = cell(row);
      return text === null ? null : printable(text);
    }),
  );
  return renderTable(Object.keys(columns), cells);
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= 100_000) return limit;
  throw new InvalidArgumentError('It is a whole number from 1 to 100000.');
}
