import type { call } from '@trunkline/api-contract/calls';
import type { command, droppedCall, recordingControl } from '@trunkline/api-contract/live-control';
import { Argument, type Command } from 'commander';
import type { output } from 'zod';
import { lookUntil } from '../api/look-until.ts';
import { openApi, type Api } from '../api/open-api.ts';
import { withTarget, type TargetOptions } from '../api/target.ts';
import { CliError } from '../cli-error.ts';
import { EXIT, type Invocation } from '../invocation.ts';
import { confirm } from '../terminal/confirm.ts';
import { printResult } from '../terminal/print-result.ts';

type Call = output<typeof call>;
type Dropped = output<typeof droppedCall>;
type Recording = output<typeof recordingControl>;
type LiveCommand = output<typeof command>;
type Options = TargetOptions & { wait?: boolean; json?: boolean };

const VERBS = ['start', 'stop', 'pause', 'resume'] as const;
type Verb = (typeof VERBS)[number];

/** Adds `drop` and `record` to `calls`. Both say what Twilio reports, not what was asked. */
export function addControlCommands(calls: Command, { signal, end }: Invocation): void {
  const drop = calls
    .command('drop')
    .description('end a live call with all its legs, or cancel a scheduled one')
    .argument('<sid>', 'Call SID, or our id')
    .requiredOption('--reason <text>', 'why; it is kept with the command')
    .option('--yes', 'do not ask');
  withControl(drop).action(async (sid: string, options: Options & { reason: string; yes?: boolean }) => {
    if (!options.yes && !(await confirm(`End the call ${sid} for all its parties?`, 'Pass --yes.')))
      throw new CliError('Nothing was changed.');
    const api = openApi(options, signal);
    let dropped = await api.post<Dropped>(`${pathOf(sid)}/drop`, { reason: options.reason });
    if (options.wait && isOpen(dropped.command)) {
      const { command: settled, seen } = await waitFor(api, sid, dropped.command);
      dropped = { ...dropped, command: settled, status: seen.lifecycle };
    }
    printResult(options.json, dropped, () => describeDrop(sid, dropped));
  });

  const record = calls
    .command('record')
    .description('start, stop, pause or resume the recording of a live call')
    .argument('<sid>', 'Call SID, or our id')
    .addArgument(new Argument('<verb>', 'what to do').choices(VERBS));
  withControl(record).action(async (sid: string, verb: Verb, options: Options) => {
    const api = openApi(options, signal);
    let recording = await api.post<Recording>(`${pathOf(sid)}/recording/${verb}`, {});
    if (options.wait && isOpen(recording.command)) {
      const { command: settled, seen } = await waitFor(api, sid, recording.command);
      const { observed, desired } = seen.control!.recording;
      const { warning: _, ...rest } = recording;
      recording = { ...rest, command: settled, recording_status: observed, desired };
    }
    printResult(options.json, recording, () => describeRecording(sid, verb, recording));
    end(recording.warning ? EXIT.findings : EXIT.ok);
  });

  async function waitFor(api: Api, sid: string, asked: LiveCommand): Promise<{ command: LiveCommand; seen: Call }> {
    const done = await lookUntil({ ...PATIENCE, signal }, async () => {
      const seen = await api.get<Call>(pathOf(sid));
      const settled = seen.control!.commands.find(({ id }) => id === asked.id) ?? asked;
      return isOpen(settled) ? undefined : { command: expectDone(settled), seen };
    });
    if (!done) throw new CliError(`Twilio has not shown it within 60 s. ${GOES_ON}`);
    return done;
  }
}

const PATIENCE = { everyMs: 500, withinMs: 60_000 };
const GOES_ON = 'The dialer looks and asks again; see npx trunkline calls get.';

const withControl = (command: Command): Command =>
  withTarget(
    command
      .option('--wait', 'until Twilio has shown the effect, at most 60 s')
      .option('--json', 'print the JSON of the API'),
  );

const pathOf = (sid: string): string => `/api/calls/${encodeURIComponent(sid)}`;

const OPEN: readonly LiveCommand['state'][] = ['queued', 'sending', 'unconfirmed'];
const isOpen = (command: LiveCommand | null): command is LiveCommand =>
  command !== null && OPEN.includes(command.state);

function expectDone(command: LiveCommand): LiveCommand {
  if (command.state === 'failed')
    throw new CliError(`Twilio refused it: ${command.error ?? 'it gave no reason.'}`, { exit: EXIT.unavailable });
  if (command.state === 'superseded')
    throw new CliError('The call ended, or a later command took its place.', { exit: EXIT.conflict });
  return command;
}

function describeDrop(sid: string, { command }: Dropped): string {
  if (command === null) return `Call ${sid} was only scheduled, and is canceled.\n`;
  return isOpen(command)
    ? `The end of call ${sid} is asked for. Twilio has not reported it yet. ${GOES_ON}\n`
    : `Call ${sid} has ended.\n`;
}

const STATES: Readonly<Record<NonNullable<Recording['recording_status']>, string>> = {
  recording: 'running',
  paused: 'paused',
  stopped: 'stopped',
};

function describeRecording(sid: string, verb: Verb, { recording_status: seen, warning, command }: Recording): string {
  const state = seen === null ? 'there is no recording' : `the recording is ${STATES[seen]}`;
  if (!isOpen(command)) return `Call ${sid}: ${state}.\n`;
  return `${warning ? `${warning}. ` : ''}Call ${sid} is to ${verb} its recording; Twilio still reports that ${state}. ${GOES_ON}\n`;
}
