/** Writes docs/api.md from the OpenAPI document of the API: `npm run docs:api`. */
import { readEnv } from '@trunkline/service';
import { writeFileSync } from 'node:fs';
import { allRoutes, type EndpointParts } from '../../../apps/api/src/all-routes.ts';
import { apiEnv } from '../../../apps/api/src/config.ts';
import { describeApi } from '../../../apps/api/src/open-api/describe-api.ts';

export const API_PAGE = new URL('../../../docs/api.md', import.meta.url);

type Operation = { method: string; path: string; summary: string; tags: string[]; 'x-permission'?: string };
type OpenApi = { tags: { name: string; description: string }[]; paths: Record<string, Record<string, Operation>> };

/** The text of docs/api.md. */
export function apiPage(): string {
  const { tags, paths } = readDocument();
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
  const sections = tags.map(({ name, description }) => {
    const rows = operations.filter((operation) => operation.tags.includes(name)).map(rowOf);
    return [`## ${name}`, `${description}.`, table([['operation', 'does', 'permission'], ...rows])].join('\n\n');
  });
  return `${[HEAD, ...sections].join('\n\n')}\n`;
}

const HEAD = `# API

Written by \`npm run docs:api\` from the OpenAPI 3.1 document, which \`api\` serves at \`/openapi.json\`. \`/docs\` of a running
installation shows it with parameters, answers and examples. \`public\` operations need no credential; all others need the
permission that they name ([who has it](policy.md)). [Access](operations/access.md) explains keys and sessions,
[compatibility](compatibility.md) the paths of the systems that Trunkline replaces.`;

/** Routes name their schemas without a database, as the OpenAPI document needs them. */
function readDocument(): OpenApi {
  const config = readEnv(apiEnv, { DATABASE_URL: 'postgresql://localhost/not-used' });
  return describeApi(allRoutes({ config } as EndpointParts)) as OpenApi;
}

const rowOf = ({ method, path, summary, 'x-permission': permission }: Operation): string[] => [
  `\`${method} ${path}\``,
  summary,
  permission === undefined ? 'public' : `\`${permission}\``,
];

/** Columns are padded, as the formatter pads them. */
function table(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const [head, ...body] = rows.map((row) => `| ${row.map((cell, n) => cell.padEnd(widths[n]!)).join(' | ')} |`);
  return [head, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body].join('\n');
}

if (import.meta.main) writeFileSync(API_PAGE, apiPage());
