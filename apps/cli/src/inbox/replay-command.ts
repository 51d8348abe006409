import type { deadLettersPage, inboxDetail } from '@trunkline/api-contract/inbox';
import type { Command } from 'commander';
import type { output } from 'zod';
import { openApi, type Api } from '../api/open-api.ts';
import type { TargetOptions } from '../api/target.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { withOperation, type OperationOptions } from '../operations/operation-options.ts';
import { runOperation } from '../operations/run-operation.ts';
import { readTime } from '../terminal/read-time.ts';

const EXAMPLES = `
Examples:
  npx trunkline replay 4711 4712 --reason "the field is read since v1.4"
  npx trunkline replay --call CA0123456789abcdef0123456789abcdef --reason "the lock is gone"
  npx trunkline replay --error ECONNREFUSED --since 2026-11-29 --rate 50 --canary 5 --reason "the CRM is back" --dry-run
  npx trunkline replay --all --reason "the disk has room again" --yes --no-wait

It applies stored callbacks that were not applied: dead letters, or with --quarantined
those that were not believed. Twilio is not contacted, and no call is placed. A callback
that was applied is not applied again: copies change nothing.

Exit code: 0 if all of them were applied, 1 if one failed.`;

/** The names of the options, and the parameters of the API's filter that they become. */
const FILTERS = {
  call: 'call_sid',
  recording: 'recording_sid',
  type: 'type',
  error: 'error_contains',
  group: 'fingerprint',
} as const;

type Options = TargetOptions &
  OperationOptions & { [name in keyof typeof FILTERS]?: string } & {
    since?: Date;
    until?: Date;
    all?: boolean;
    quarantined?: boolean;
  };

/** `replay`: applies stored callbacks again that could not be applied. */
export function replayCommand({ command, signal, end }: Invocation): Command {
  command
    .argument('[id...]', 'ids of callbacks, at most 100')
    .option('--call <sid>', 'only those of this call')
    .option('--recording <sid>', 'only those of this recording')
    .option('--type <kind>', 'only those of this kind, such as call-status')
    .option('--error <text>', 'only those with this text in their error')
    .option('--group <group>', 'only those with the error of this group of trunkline dlq list')
    .option('--since <time>', 'only those received at this time or later', readTime)
    .option('--until <time>', 'only those received before this time', readTime)
    .option('--all', 'all of them')
    .option('--quarantined', 'those that were not believed, instead of dead letters')
    .addHelpText('after', EXAMPLES);
  return withOperation(command).action(async (ids: string[], options: Options) => {
    const filter = filterOf(ids, options);
    if ((Object.keys(filter).length === 0) === !options.all)
      command.error('error: give either ids or options that say which, or --all.');
    const api = openApi(options, signal);
    await expectStopped(api, ids, options);
    const kind = options.quarantined ? 'quarantined.release' : 'dead-letters.replay';
    end(await runOperation(api, { kind, filter, all: options.all === true }, options, signal));
  });
}

function filterOf(ids: readonly string[], options: Options): Record<string, string> {
  const given = Object.entries({
    id: ids.length > 0 ? ids.join(',') : undefined,
    ...Object.fromEntries(
      Object.entries(FILTERS).map(([name, parameter]) => [parameter, options[name as keyof typeof FILTERS]]),
    ),
    received_after: options.since?.toISOString(),
    received_before: options.until?.toISOString(),
  });
  return Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Throws for an id that no operation would touch: it is unknown, or its callback is in another state. */
async function expectStopped(api: Api, ids: readonly string[], { quarantined }: Options): Promise<void> {
  if (ids.length === 0) return;
  const list = quarantined ? '/api/quarantined' : '/api/dead-letters';
  const found = await api.get<output<typeof deadLettersPage>>(list, { id: ids.join(','), limit: 200 });
  const other = ids.find((id) => !found.data.some((row) => row.id === id));
  if (other === undefined) return;
  const { state } = await api.get<output<typeof inboxDetail>>(`/api/inbox/${encodeURIComponent(other)}`);
  throw new CliError(`Callback ${other} is ${state}: ${WHY_NOT[state]}`, { exit: EXIT.conflict });
}

const UNFINISHED = 'a worker applies it soon. See npx trunkline callbacks get.';
const WHY_NOT: Readonly<Record<output<typeof inboxDetail>['state'], string>> = {
  pending: UNFINISHED,
  processing: UNFINISHED,
  failed: UNFINISHED,
  completed: 'it was applied, and applying it again would change nothing.',
  discarded: 'a person decided that it is never applied.',
  dead_letter: 'leave --quarantined out to apply it.',
  quarantined: 'it was not believed. --quarantined applies it all the same.',
};
