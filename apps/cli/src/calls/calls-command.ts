import type { call, callsPage } from '@trunkline/api-contract/calls';
import { printable } from '@trunkline/explain/text';
import type { Command } from 'commander';
import type { output } from 'zod';
import { listCommand, type ListFilter } from '../api/list-command.ts';
import { showCommand } from '../api/show-command.ts';
import type { Api } from '../api/open-api.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { addControlCommands } from '../live-control/control-commands.ts';
import { shortTime } from '../terminal/short-time.ts';
import { findLatest, NO_CALL } from './find-latest.ts';

type ListedCall = output<typeof callsPage>['data'][number];
type Call = output<typeof call>;

const EXAMPLES = `
Examples:
  npx trunkline calls list --live
  npx trunkline calls list --number +15085140320 --jsonl
  npx trunkline calls list --with-gap --since 2026-11-29
  npx trunkline calls get latest
  npx trunkline calls get CA0123456789abcdef0123456789abcdef
  npx trunkline calls drop CA0123456789abcdef0123456789abcdef --reason "the caller insults the reader"
  npx trunkline calls record CA0123456789abcdef0123456789abcdef pause --wait

Drop and record ask Twilio, and end with 10 while it still records what was to be paused or stopped.`;

const FILTERS: readonly ListFilter[] = [
  { flag: '--live', means: 'only calls that have not ended', parameter: 'live' },
  { flag: '--status <status>', means: 'only with this status, such as in-progress', parameter: 'status' },
  { flag: '--number <number>', means: 'only with this external number, in any notation', parameter: 'number' },
  { flag: '--search <text>', means: 'only with this text in a number, name or SID', parameter: 'q' },
  { flag: '--with-gap', means: 'only calls of which a callback is missing', parameter: 'has_gap' },
  { flag: '--since <time>', means: 'only calls that started at this time or later', parameter: 'started_after' },
  { flag: '--until <time>', means: 'only calls that started before this time', parameter: 'started_before' },
];

/** `calls`: lists calls, shows one, drops one, and controls its recording. */
export function callsCommand(invocation: Invocation): Command {
  const { command: calls } = invocation;
  calls.addHelpText('after', EXAMPLES);
  const list = calls.command('list').description('list calls, the latest start first');
  listCommand<ListedCall>(
    list,
    {
      path: '/api/calls',
      filters: FILTERS,
      columns: {
        call: ({ call_sid: sid, id }) => sid ?? id,
        started: ({ start_time: start, created_at: created }) => shortTime(start ?? created),
        direction: ({ direction }) => direction,
        from: ({ from_number: from }) => from,
        to: ({ to_number: to }) => to,
        status: ({ status }) => status,
        seconds: ({ duration_sec: seconds }) => seconds?.toString() ?? null,
      },
      none: () => 'No call matches.',
    },
    invocation,
  );
  const get = calls
    .command('get')
    .description('show a call with its log')
    .argument('<sid>', 'Call SID, our id, or latest for the call that started last');
  showCommand<Call>(get, { path: pathOf, describe: describeCall }, invocation);
  addControlCommands(calls, invocation);
  return calls;
}

async function pathOf(wanted: string, api: Api): Promise<string> {
  const sid = wanted === 'latest' ? await findLatest(api) : wanted;
  if (sid === undefined) throw new CliError(NO_CALL, { exit: EXIT.notFound });
  return `/api/calls/${sid}`;
}

function describeCall(call: Call): string {
  const lines: [name: string, value: string | null | undefined][] = [
    ['Call', call.call_sid ?? call.id],
    ['Status', call.ended_reason ? `${call.status}, ${call.ended_reason}` : call.status],
    ['From', call.caller],
    ['To', call.called],
    ['Started', shortTime(call.start_time)],
    ['Ended', shortTime(call.end_time)],
    ['Seconds', call.duration_sec?.toString()],
    ['Recording', call.recording_sid],
    ['Parent', call.parent_call_sid],
    ['Legs', call.legs.map(({ call_sid: sid, status }) => `${sid ?? 'scheduled'} ${status}`).join(', ')],
  ];
  const events = (call.events ?? []).map(
    ({ observed_at: at, event_type: type, event_status: status, source, verdict }) =>
      `  ${shortTime(at)}  ${[type, status, source, verdict].filter(Boolean).join('  ')}`,
  );
  const facts = lines.flatMap(([name, value]) => (value ? [`${name.padEnd(10)} ${value}`] : []));
  const log = events.length > 0 ? ['', 'Log, in the order of receipt:', ...events] : [];
  return `${[...facts, ...log].map(printable).join('\n')}\n`;
}
