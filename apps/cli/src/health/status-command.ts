import type { health } from '@trunkline/api-contract/processes';
import { printable } from '@trunkline/explain/text';
import type { Command } from 'commander';
import type { output } from 'zod';
import { openApi } from '../api/open-api.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { renderTable } from '../terminal/render-table.ts';
import { printResult } from '../terminal/print-result.ts';

type Health = output<typeof health>;

const EXAMPLES = `
Examples:
  npx trunkline status
  npx trunkline status --url https://calls.example.com --json

Exit code: 0 if all is well, 10 if not.`;

/** `status`: what runs, what it needs, and what is wrong with the remedy. */
export function statusCommand({ command, signal, end }: Invocation): Command {
  command.option('--json', 'print the JSON of GET /api/health').addHelpText('after', EXAMPLES);
  return withTarget(command).action(async (options: TargetOptions & { json?: boolean }) => {
    const api = openApi(options, signal);
    const found = await api.get<Health>('/api/health');
    printResult(options.json, found, () => describeHealth(found, api.url));
    end(found.state === 'ok' ? EXIT.ok : EXIT.findings);
  });
}

function describeHealth({ state, problems, dependencies, processes }: Health, url: string): string {
  const running = processes.filter(({ state: of }) => of !== 'ended');
  const wrong = problems.flatMap(({ severity, sentence, remedy, runbook }) => [
    `${severity === 'bad' ? '✗' : '▲'} ${sentence}`,
    `  ${remedy} See ${runbook}.`,
  ]);
  const needs = renderTable(
    ['needs', 'state', 'ms', 'cause'],
    dependencies.map(({ title, state: of, latency_ms: ms, cause }) => [title, of, ms?.toFixed(1) ?? null, cause]),
  );
  const runs = renderTable(
    ['app', 'state', 'host', 'pid', 'version', 'does not work'],
    running.map(({ app, state: of, host, pid, version, failing_loops: loops }) => [
      app,
      of,
      host,
      `${pid}`,
      version,
      loops.map(({ name }) => name).join(', ') || null,
    ]),
  );
  const head = `${state === 'ok' ? '✓' : '✗'} ${url}: ${STATES[state]}`;
  return [...[head, ...wrong].map(printable), '', needs, runs].join('\n');
}

const STATES: Readonly<Record<Health['state'], string>> = {
  ok: 'all is well',
  degraded: 'something does not work',
  down: 'an app or Postgres is missing',
};
