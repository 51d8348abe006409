import type { deadLetterGroupDetail, deadLetterGroupsPage } from '@trunkline/api-contract/inbox';
import { printable } from '@trunkline/explain/text';
import { counted } from '@trunkline/telephony/operations';
import type { Command } from 'commander';
import type { output } from 'zod';
import { listCommand } from '../api/list-command.ts';
import { openApi } from '../api/open-api.ts';
import { showCommand } from '../api/show-command.ts';
import type { TargetOptions } from '../api/target.ts';
import type { Invocation } from '../invocation.ts';
import { withOperation, type OperationOptions } from '../operations/operation-options.ts';
import { runOperation } from '../operations/run-operation.ts';
import { shortTime } from '../terminal/short-time.ts';

type Group = output<typeof deadLetterGroupsPage>['data'][number];
type GroupDetail = output<typeof deadLetterGroupDetail>;

const EXAMPLES = `
Examples:
  npx trunkline dlq list --check
  npx trunkline dlq show 9b1deb4d3b7d4bad
  npx trunkline dlq retry 9b1deb4d3b7d4bad --canary 1 --reason "the lock is gone"
  npx trunkline dlq discard 9b1deb4d3b7d4bad --reason "not ours" --yes
  npx trunkline dlq retry --all --rate 20 --reason "the disk has room again"

A group is what has the same error. A dead letter is stored and loses nothing by waiting.`;

/** `dlq`: lists dead letters by error, shows a group, and replays or discards it. */
export function dlqCommand(invocation: Invocation): Command {
  const { command: dlq, signal, end } = invocation;
  dlq.addHelpText('after', EXAMPLES);
  listCommand<Group>(
    dlq.command('list').description('list the dead letters by error'),
    {
      path: '/api/dead-letters/groups',
      columns: {
        group: ({ fingerprint }) => fingerprint,
        count: ({ count }) => `${count}`,
        calls: ({ calls }) => `${calls}`,
        kind: ({ event_type: kind }) => kind,
        last: ({ last_seen_at: last }) => shortTime(last),
        error: ({ error }) => error.slice(0, 80),
      },
      none: () => 'There is no dead letter.',
      check: 'end with 10 if any is listed',
    },
    invocation,
  );
  const show = dlq
    .command('show')
    .description('show a group with its likely cause and what to do')
    .argument('<group>', 'fingerprint in the list');
  const path = (group: string): string => `/api/dead-letters/groups/${group}`;
  showCommand<GroupDetail>(show, { path, describe: describeGroup }, invocation);
  const retry = dlq.command('retry').description('apply them again, at a rate, the first of them alone');
  const discard = dlq.command('discard').description('never apply them; they are kept');
  for (const [command, kind] of [
    [retry, 'dead-letters.replay'],
    [discard, 'dead-letters.discard'],
  ] as const)
    withOperation(command.argument('[group]', 'fingerprint in the list').option('--all', 'all of them')).action(
      async (group: string | undefined, options: Options) => {
        if ((group === undefined) === !options.all) command.error('error: give either a group or --all.');
        const wanted = { kind, filter: group === undefined ? {} : { fingerprint: group }, all: group === undefined };
        end(await runOperation(openApi(options, signal), wanted, options, signal));
      },
    );
  return dlq;
}

type Options = TargetOptions & OperationOptions & { all?: boolean };

function describeGroup({ error, count, calls, cause, remedy, first_seen_at: first, ...group }: GroupDetail): string {
  const most = group.calls_with_most.map(({ call_sid: sid, count: of }) => `  ${sid}  ${of}`);
  return `${[
    error,
    '',
    `${counted(count, 'callback')} of ${counted(calls, 'call')}, from ${shortTime(first)} to ${shortTime(group.last_seen_at)}`,
    `Likely cause: ${cause}`,
    `What to do: ${remedy}`,
    '',
    'Calls with most of them:',
    ...most,
  ]
    .map(printable)
    .join('\n')}\n`;
}
