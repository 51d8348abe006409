import type { siren, sirensPage } from '@trunkline/api-contract/live-control';
import type { call } from '@trunkline/api-contract/calls';
import type { Command } from 'commander';
import type { output } from 'zod';
import { listCommand } from '../api/list-command.ts';
import { openApi } from '../api/open-api.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import type { Invocation } from '../invocation.ts';
import { shortTime } from '../terminal/short-time.ts';

type ListedSiren = output<typeof sirensPage>['data'][number];
type Siren = output<typeof siren>;

const EXAMPLES = `
Examples:
  npx trunkline sirens list --check
  npx trunkline sirens raise CA0123456789abcdef0123456789abcdef --type emergency --reason "the caller is in danger"
  npx trunkline sirens acknowledge 12
  npx trunkline sirens resolve 12 --how "called back; the caller is safe"
  npx trunkline sirens false-alarm 12 --how "a slip"`;

/** `sirens`: lists sirens, raises one for a call, and answers one. */
export function sirensCommand(invocation: Invocation): Command {
  const { command: sirens, signal } = invocation;
  sirens.addHelpText('after', EXAMPLES);
  listCommand<ListedSiren>(
    sirens.command('list').description('list sirens, the latest first; open ones unless --status says another'),
    {
      path: '/api/sirens',
      filters: [
        {
          flag: '--status <status>',
          means: 'open, active, acknowledged, resolved or false_alarm',
          parameter: 'status',
        },
        { flag: '--since <time>', means: 'only those raised at this time or later', parameter: 'raised_after' },
      ],
      always: { status: 'open' },
      columns: {
        siren: ({ id }) => id,
        raised: ({ raised_at: at }) => shortTime(at),
        kind: ({ alert_type: kind }) => kind,
        status: ({ status }) => status,
        by: ({ acknowledged_by_name: by, resolved_by_name: closer }) => closer ?? by,
        call: ({ call_sid: sid }) => sid,
        reason: ({ reason }) => reason.slice(0, 60),
      },
      none: ({ status }) => (status === 'open' ? 'There is no open siren.' : 'No siren matches.'),
      check: 'end with 10 if any is listed',
    },
    invocation,
  );
  const raise = sirens
    .command('raise')
    .description('call for help with a call')
    .argument('<sid>', 'Call SID, or our id')
    .requiredOption('--reason <text>', 'what has happened, for those who respond')
    .option('--type <kind>', 'emergency, quality_issue, technical_problem or inappropriate_behavior', 'emergency');
  withTarget(raise).action(async (sid: string, options: TargetOptions & { reason: string; type: string }) => {
    const api = openApi(options, signal);
    const { id } = await api.get<output<typeof call>>(`/api/calls/${encodeURIComponent(sid)}`);
    const body = { alert_type: options.type, reason: options.reason };
    const raised = await api.post<Siren>(`/api/calls/${id}/siren`, body);
    process.stdout.write(`Siren ${raised.id} is raised.\n`);
  });
  const answer = async (id: string, verb: string, options: TargetOptions, body: object): Promise<void> => {
    const path = `/api/sirens/${encodeURIComponent(id)}/${verb}`;
    const { status } = await openApi(options, signal).post<Siren>(path, body);
    process.stdout.write(`Siren ${id} is ${STATUS_WORDS[status]}.\n`);
  };
  for (const [verb, description] of [
    ['acknowledge', 'say that you respond'],
    ['release', 'give it back: others are alerted again'],
  ] as const) {
    const command = sirens.command(verb).description(description).argument('<id>', 'id of the siren in the list');
    withTarget(command).action((id: string, options: TargetOptions) => answer(id, verb, options, {}));
  }
  for (const [verb, description] of [
    ['resolve', 'close it'],
    ['false-alarm', 'close it as a false alarm'],
  ] as const) {
    const command = sirens
      .command(verb)
      .description(description)
      .argument('<id>', 'id of the siren in the list')
      .requiredOption('--how <text>', 'how it ended');
    withTarget(command).action((id: string, options: TargetOptions & { how: string }) =>
      answer(id, verb, options, { resolution: options.how }),
    );
  }
  return sirens;
}

const STATUS_WORDS: Readonly<Record<Siren['status'], string>> = {
  active: 'active again',
  acknowledged: 'acknowledged',
  resolved: 'resolved',
  false_alarm: 'closed as a false alarm',
};
