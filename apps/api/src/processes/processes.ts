import { health, processesPage, processesQuery } from '@trunkline/api-contract/processes';
import type { PageAt, Scoped } from '@trunkline/db/connection';
import { listProcesses, type ListedProcess } from '@trunkline/db/processes';
import { UUID } from '@trunkline/telephony/callbacks';
import { DEPENDENCIES, processStateOf, type FoldedDependency, type ProcessState } from '@trunkline/telephony/processes';
import { answerPage } from '../http/page.ts';
import { present, route, type Route } from '../http/route.ts';
import { readHealth } from './read-health.ts';
import type { SelfChecks } from './self-checks.ts';

const about = { tag: 'Health', method: 'get', permission: 'processes.read' } as const;

export const processRoutes = (selfChecks: SelfChecks): Route[] => [
  route(
    {
      ...about,
      operationId: 'listProcesses',
      path: '/api/processes',
      summary: 'List processes',
      description:
        'Lists the processes of all apps with version and last heartbeat, by app. A process writes a heartbeat every 10 seconds. Processes that ended are listed for an hour, silent ones for a day.',
      query: processesQuery,
      answers: { 200: processesPage },
    },
    async (context) => {
      const { app: apps, state: states } = context.query;
      const list = async (tx: Scoped, { after, limit }: PageAt) => {
        const { now, processes } = await listProcesses(tx);
        const all = processes.map((process) => ({ ...process, state: processStateOf(process, now) }));
        const wanted = all.filter(({ app, state }) => isAmong(apps, app) && isAmong(states, state));
        const rest = wanted.slice(after === undefined ? 0 : wanted.findIndex(({ id }) => id === after) + 1);
        return { rows: rest.slice(0, limit), hasMore: rest.length > limit };
      };
      return answerPage(context, list, { cursor: UUID, item: presentProcess });
    },
  ),
  route(
    {
      ...about,
      operationId: 'getHealth',
      path: '/api/health',
      summary: 'Get the health of the installation',
      description:
        'Returns every process, what it needs and when that answered last, and for all that is wrong a sentence, the remedy and the page of the runbook. The queue and the store are asked at most every 5 seconds.',
      answers: { 200: health },
    },
    async ({ read }) => {
      const { now, processes, state, problems, dependencies } = await readHealth(read, selfChecks);
      return {
        json: {
          state,
          checked_at: now,
          problems,
          dependencies: dependencies.map(presentDependency),
          processes: processes.map((process) => presentProcess({ ...process, state: processStateOf(process, now) })),
        },
      };
    },
  ),
];

const isAmong = (wanted: readonly string[] | undefined, value: string): boolean =>
  wanted === undefined || wanted.includes(value);

function presentProcess(row: ListedProcess & { state: ProcessState }): object {
  const { health: _, ...process } = row;
  return present(process);
}

const presentDependency = ({ at, apps, ...dependency }: FoldedDependency): object => ({
  ...present(dependency),
  title: DEPENDENCIES[dependency.name].title,
  checked_at: at,
  missed_by: apps,
});
