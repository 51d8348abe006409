import type { inboxDetail, inboxPage } from '@trunkline/api-contract/inbox';
import { printable } from '@trunkline/explain/text';
import type { Command } from 'commander';
import type { output } from 'zod';
import { listCommand, type ListFilter } from '../api/list-command.ts';
import { openApi } from '../api/open-api.ts';
import { showCommand } from '../api/show-command.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { shortTime } from '../terminal/short-time.ts';

type Callback = output<typeof inboxPage>['data'][number];
type CallbackDetail = output<typeof inboxDetail>;

const EXAMPLES = `
Examples:
  npx trunkline callbacks list --call CA0123456789abcdef0123456789abcdef
  npx trunkline callbacks list --state dead_letter --search 5140320
  npx trunkline callbacks get 4711
  npx trunkline callbacks curl 4711`;

const FILTERS: readonly ListFilter[] = [
  { flag: '--call <sid>', means: 'only of this call', parameter: 'call_sid' },
  { flag: '--state <state>', means: 'only in this state, such as pending or dead_letter', parameter: 'state' },
  { flag: '--type <kind>', means: 'only of this kind, such as call-status', parameter: 'type' },
  { flag: '--search <text>', means: 'only with this text in a number, SID, token or error', parameter: 'q' },
  { flag: '--since <time>', means: 'only those received at this time or later', parameter: 'received_after' },
];

const pathOf = (id: string): string => `/api/inbox/${id}`;

/** `callbacks`: lists what was received, and shows one as it came. */
export function callbacksCommand(invocation: Invocation): Command {
  const { command: callbacks, signal } = invocation;
  callbacks.addHelpText('after', EXAMPLES);
  listCommand<Callback>(
    callbacks.command('list').description('list what was received, the latest first'),
    {
      path: '/api/inbox',
      filters: FILTERS,
      always: { counts: false },
      columns: {
        id: ({ id }) => id,
        received: ({ first_seen_at: at }) => shortTime(at),
        kind: ({ event_type: kind }) => kind,
        call: ({ call_sid: sid }) => sid,
        state: ({ state }) => state,
        copies: ({ copies }) => `${copies}`,
        error: ({ error }) => error && error.slice(0, 60),
      },
      none: () => 'No callback matches.',
    },
    invocation,
  );
  const get = callbacks
    .command('get')
    .description('show a callback with its fields')
    .argument('<id>', 'id in the list');
  showCommand<CallbackDetail>(get, { path: pathOf, describe: describeCallback }, invocation);
  const curl = callbacks
    .command('curl')
    .description('print the same request as a command')
    .argument('<id>', 'id in the list');
  withTarget(curl).action(async (id: string, options: TargetOptions) => {
    const found = await openApi(options, signal).get<CallbackDetail>(pathOf(encodeURIComponent(id)));
    if (found.curl === null)
      throw new CliError(`${id} was no request: it came from ${found.source}.`, { exit: EXIT.conflict });
    process.stdout.write(`${found.curl}\n`);
  });
  return callbacks;
}

/** A callback with its fields, as text. */
export function describeCallback(callback: CallbackDetail): string {
  const {
    id,
    event_type: kind,
    state,
    first_seen_at: at,
    copies,
    attempts,
    error,
    payload,
    redacted_fields: hidden,
  } = callback;
  const fields = Object.entries((payload ?? {}) as Record<string, unknown>).map(
    ([name, value]) => `  ${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const lines = [
    `Callback ${id}: ${kind}, ${state}`,
    `Received ${shortTime(at)}, ${copies === 1 ? 'once' : `${copies} times`}; signature ${callback.signature_verdict}`,
    ...(attempts > 0 ? [`Attempts to apply it: ${attempts}`] : []),
    ...(error === null ? [] : [`Error: ${error}`]),
    ...(callback.call_event ? [`Effect on the call: ${callback.call_event.verdict}`] : []),
    '',
    `POST ${callback.raw_target}`,
    ...fields,
    ...(hidden.length > 0 ? ['', `Hidden for your role: ${hidden.join(', ')}`] : []),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}
