import { Option, type Command } from 'commander';
import { EXIT, type Invocation } from '../invocation.ts';
import { printResult } from '../terminal/print-result.ts';
import { readTime } from '../terminal/read-time.ts';
import { readWhole } from '../terminal/read-whole.ts';
import { renderTable } from '../terminal/render-table.ts';
import { openApi, type Query } from './open-api.ts';
import { MOST_ROWS, readAll, type Page } from './read-all.ts';
import { withTarget, type TargetOptions } from './target.ts';

/** A filter of a list: its option, and the parameter of the query that it becomes. */
export type ListFilter = { flag: string; means: string; parameter: string };

export type ListSpec<T> = {
  /** Path of the API. */
  path: string;
  filters?: readonly ListFilter[];
  /** What the query always has. */
  always?: Query;
  columns: Readonly<Record<string, (row: T) => string | null>>;
  /** Said on stderr where this query finds none. */
  none: (query: Query) => string;
  /** What `--check` means: it ends with 10 if there is any. */
  check?: string;
};

/** A day is midnight of it, in UTC: the API takes times alone. */
function optionOf({ flag, means }: ListFilter): Option {
  const option = new Option(flag, means);
  return flag.endsWith(' <time>') ? option.argParser((text) => readTime(text).toISOString()) : option;
}

type ListOptions = TargetOptions & {
  json?: boolean;
  jsonl?: boolean;
  limit: number;
  check?: boolean;
} & Record<string, unknown>;

/** Makes `command` print a list of the API: as a table, or as JSON with the fields of the API. */
export function listCommand<T>(command: Command, spec: ListSpec<T>, { signal, end }: Invocation): Command {
  const filters = (spec.filters ?? []).map((filter) => ({ ...filter, option: optionOf(filter) }));
  for (const { option } of filters) command.addOption(option);
  command
    .option('--limit <n>', 'how many rows at most', readWhole(1, MOST_ROWS), 50)
    .option('--json', 'print one JSON object: { "data": [...] }')
    .option('--jsonl', 'print one JSON object per row and line');
  if (spec.check) command.option('--check', spec.check);
  return withTarget(command).action(async (options: ListOptions) => {
    const given = filters.flatMap(({ option, parameter }): [string, string][] => {
      const value = options[option.attributeName()] as string | true | undefined;
      return value === undefined ? [] : [[parameter, `${value}`]];
    });
    const query = { ...spec.always, ...Object.fromEntries(given) };
    const api = openApi(options, signal);
    const readPage = (at: Query) => api.get<Page<T>>(spec.path, { ...query, ...at });
    const { rows, hasMore } = await readAll(readPage, options.limit);
    if (options.jsonl && !options.json) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
    else if (rows.length > 0 || options.json) printResult(options.json, { data: rows }, () => asTable(rows, spec));
    else process.stderr.write(`${spec.none(query)}\n`);
    if (hasMore) process.stderr.write(`These are the first ${rows.length}; --limit shows more.\n`);
    end(options.check && rows.length > 0 ? EXIT.findings : EXIT.ok);
  });
}

function asTable<T>(rows: readonly T[], { columns }: ListSpec<T>): string {
  const cells = rows.map((row) => Object.values(columns).map((cell) => cell(row)));
  return renderTable(Object.keys(columns), cells);
}
