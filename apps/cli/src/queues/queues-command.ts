import type { changedQueue, queuesPage } from '@trunkline/api-contract/queues';
import type { Command } from 'commander';
import type { output } from 'zod';
import { listCommand } from '../api/list-command.ts';
import { openApi } from '../api/open-api.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import type { Invocation } from '../invocation.ts';

type Queue = output<typeof queuesPage>['data'][number];
type ChangedQueue = output<typeof changedQueue>;

const EXAMPLES = `
Examples:
  npx trunkline queues list
  npx trunkline queues pause callbacks --reason "the CRM is being moved"
  npx trunkline queues resume callbacks

While a queue is paused, callbacks are still received and stored.`;

/** `queues`: lists the queues, pauses and resumes one. */
export function queuesCommand(invocation: Invocation): Command {
  const { command: queues, signal } = invocation;
  queues.addHelpText('after', EXAMPLES);
  const count = (of: (queue: Queue) => number | null) => (queue: Queue) => of(queue)?.toString() ?? null;
  listCommand<Queue>(
    queues.command('list').description('list the queues with their jobs'),
    {
      path: '/api/queues',
      columns: {
        queue: ({ name }) => name,
        on: ({ backend }) => backend,
        state: ({ available, paused }) => (available ? (paused ? 'paused' : 'running') : 'unavailable'),
        waiting: count(({ waiting }) => waiting),
        active: count(({ active }) => active),
        delayed: count(({ delayed }) => delayed),
        failed: count(({ failed }) => failed),
        'oldest s': count(({ oldest_waiting_seconds: seconds }) => seconds && Math.round(seconds)),
        because: ({ pause }) => pause && `${pause.reason} (${pause.paused_by})`,
      },
      none: () => 'There is no queue.',
    },
    invocation,
  );
  const pause = queues
    .command('pause')
    .description('let no worker take its jobs')
    .argument('<name>', 'name of the queue')
    .requiredOption('--reason <text>', 'why, for the audit');
  withTarget(pause).action((name: string, options: TargetOptions & { reason: string }) =>
    change(name, 'pause', options, { reason: options.reason }),
  );
  const resume = queues
    .command('resume')
    .description('let workers take its jobs again')
    .argument('<name>', 'name of the queue');
  withTarget(resume).action((name: string, options: TargetOptions) => change(name, 'resume', options, {}));
  return queues;

  async function change(name: string, to: 'pause' | 'resume', options: TargetOptions, body: object): Promise<void> {
    const path = `/api/queues/${encodeURIComponent(name)}/${to}`;
    const { applied } = await openApi(options, signal).post<ChangedQueue>(path, body);
    process.stdout.write(`Queue ${name} is ${to === 'pause' ? 'paused' : 'running'}.\n`);
    if (!applied) process.stderr.write('Its server does not answer: workers learn of it by their next heartbeat.\n');
  }
}
