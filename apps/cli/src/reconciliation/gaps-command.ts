import type { gapsPage } from '@trunkline/api-contract/reconciliation';
import type { Command } from 'commander';
import type { output } from 'zod';
import { listCommand } from '../api/list-command.ts';
import { openApi } from '../api/open-api.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import type { Invocation } from '../invocation.ts';
import { shortTime } from '../terminal/short-time.ts';

type Gap = output<typeof gapsPage>['data'][number];

const EXAMPLES = `
Examples:
  npx trunkline gaps list --check
  npx trunkline gaps list --state healed --call CA0123456789abcdef0123456789abcdef
  npx trunkline gaps heal 42
  npx trunkline gaps ignore 42 --reason "a test call of ours"`;

/** `gaps`: lists missing callbacks, and heals or ignores one. */
export function gapsCommand(invocation: Invocation): Command {
  const { command: gaps, signal } = invocation;
  gaps.addHelpText('after', EXAMPLES);
  listCommand<Gap>(
    gaps.command('list').description('list missing callbacks, the latest first; open ones unless --state says another'),
    {
      path: '/api/gaps',
      filters: [
        { flag: '--state <state>', means: 'open, healed or ignored', parameter: 'state' },
        { flag: '--class <class>', means: 'only with this cause, such as never_sent', parameter: 'class' },
        { flag: '--call <sid>', means: 'only of this call', parameter: 'call_sid' },
      ],
      always: { state: 'open' },
      columns: {
        gap: ({ id }) => id,
        call: ({ call_sid: sid }) => sid,
        missing: ({ missing }) => missing,
        cause: ({ class: cause }) => cause,
        state: ({ state }) => state,
        due: ({ due_at: due }) => shortTime(due),
        healed: ({ healed_at: healed }) => shortTime(healed),
        by: ({ healed_by: by, ignored_by_name: person }) => by ?? person,
      },
      none: ({ state }) => (state === 'open' ? 'No callback is missing.' : 'No gap matches.'),
      check: 'end with 10 if any is listed',
    },
    invocation,
  );
  const heal = gaps
    .command('heal')
    .description('ask Twilio about it now')
    .argument('<id>', 'id of the gap in the list');
  withTarget(heal).action(async (id: string, options: TargetOptions) => {
    await openApi(options, signal).post(`/api/gaps/${encodeURIComponent(id)}/heal`, {});
    process.stdout.write(`Gap ${id} is asked for. See it with npx trunkline gaps list --state healed\n`);
  });
  const ignore = gaps
    .command('ignore')
    .description('say that it does not matter')
    .argument('<id>', 'id of the gap in the list')
    .requiredOption('--reason <text>', 'why; it is kept with the gap');
  withTarget(ignore).action(async (id: string, options: TargetOptions & { reason: string }) => {
    await openApi(options, signal).post(`/api/gaps/${encodeURIComponent(id)}/ignore`, { reason: options.reason });
    process.stdout.write(`Gap ${id} is ignored.\n`);
  });
  return gaps;
}
