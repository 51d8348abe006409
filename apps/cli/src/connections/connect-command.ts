import type { connection } from '@trunkline/api-contract/connections';
import { printable } from '@trunkline/explain/text';
import type { Command } from 'commander';
import type { output } from 'zod';
import { lookUntil } from '../api/look-until.ts';
import { openApi, type Api } from '../api/open-api.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { confirm } from '../terminal/confirm.ts';

type Connection = output<typeof connection>;
type Options = TargetOptions & { dryRun?: boolean; yes?: boolean; json?: boolean; voicePath?: string };
type Action = Connection['action'];

const TARGET = 'number (+1…), SID (PN…, AP…, SD…) or SIP domain';

const EXAMPLES: Readonly<Record<Action, string>> = {
  connect: `
Examples:
  npx trunkline connect +16175006181 --dry-run
  npx trunkline connect +16175006181
  npx trunkline connect AP0123456789abcdef0123456789abcdef --voice-path /api/calls/consent --yes

What was there before is kept: npx trunkline disconnect gives it back.`,
  disconnect: `
Examples:
  npx trunkline disconnect +16175006181

A setting that another hand has changed since is left as it is.`,
};

/** `connect`: sets the URLs of a number, an application or a SIP domain, after showing the difference. */
export const connectCommand = (invocation: Invocation): Command => {
  invocation.command.option('--voice-path <path>', 'where calls go (default: /webhooks/twilio/voice-inbound)');
  return changeCommand(invocation, 'connect');
};

/** `disconnect`: sets what was there before. */
export const disconnectCommand = (invocation: Invocation): Command => changeCommand(invocation, 'disconnect');

function changeCommand({ command, signal, end }: Invocation, action: Action): Command {
  command
    .argument('<target>', TARGET)
    .option('--dry-run', 'only show what would be changed')
    .option('--yes', 'do not ask')
    .option('--json', 'print the JSON of the API')
    .addHelpText('after', EXAMPLES[action]);
  return withTarget(command).action(async (target: string, options: Options) => {
    const api = openApi(options, signal);
    const request = { action, target, ...(options.voicePath && { voice_path: options.voicePath }) };
    const planned = await ask(api, { ...request, dry_run: true }, signal);
    const isDone = options.dryRun || planned.changes!.length === 0;
    if (!options.json) process.stdout.write(describe(planned));
    if (isDone) return print(options, planned);
    if (!options.yes && !(await confirm('Change this at Twilio?'))) return end(EXIT.failed);
    print(options, await ask(api, request, signal));
  });

  function print({ json, dryRun }: Options, result: Connection): void {
    if (json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
    else process.stderr.write(`${summarize(result, dryRun === true)}\n`);
  }
}

const PATIENCE = { everyMs: 1000, withinMs: 60_000 };

/** Asks until it is settled; throws a `CliError` for what could not be done. */
async function ask(api: Api, request: object, signal: AbortSignal): Promise<Connection> {
  let now = await api.post<Connection>('/api/connections', request);
  const found = await lookUntil({ ...PATIENCE, signal }, async () => {
    if (!now.is_settled) now = await api.get<Connection>(`/api/connections/${now.id}`);
    return now.is_settled ? now : undefined;
  });
  if (!found)
    throw new CliError('worker-reconcile does not take the request. Check that it runs: npx trunkline status', {
      exit: EXIT.unavailable,
    });
  if (found.error === null) return found;
  throw new CliError(found.error, { exit: found.sid === null ? EXIT.notFound : EXIT.failed });
}

function describe({ kind, name, changes, kept }: Connection): string {
  const width = Math.max(0, ...changes!.map(({ parameter }) => parameter.length));
  const shown = (value: string) => (value === '' ? '(none)' : value);
  const lines = changes!.flatMap(({ parameter, before, after }) => [
    `  ${parameter.padEnd(width)}  ${shown(before)}`,
    `  ${' '.repeat(width)}  → ${shown(after)}`,
  ]);
  const left = kept?.length ? [`  left as it is, changed by another hand since: ${kept.join(', ')}`] : [];
  return `${[`${KINDS[kind!]} ${name}`, ...lines, ...left].map(printable).join('\n')}\n`;
}

const KINDS = { number: 'Number', application: 'Application', domain: 'SIP domain' } as const;

function summarize({ action, changes, name, kind, sid }: Connection, isDryRun: boolean): string {
  const known = kind === 'application' ? sid : name;
  if (changes!.length === 0)
    return action === 'connect' ? 'It is connected already. Nothing was changed.' : 'Nothing of ours is left there.';
  if (isDryRun) return 'Nothing was changed: this was a dry run.';
  return action === 'connect'
    ? `Connected. Next: call it, or npx trunkline doctor. To give it back: npx trunkline disconnect ${known}`
    : 'Disconnected: what was there before is set again.';
}
