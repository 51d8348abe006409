import { Command, CommanderError, Option } from 'commander';
import { demoAccount } from './account.ts';
import { InvalidOptionError, type LoadOptions, readLoadOptions } from './load/load-options.ts';
import { scenarioNames } from './scenarios/scenario.ts';
import type { SimulatorSettings } from './simulator.ts';

/** What the command line asks for. `port` is undefined where no server is wanted, `load` where nothing is played yet. */
export interface CommandLine {
  command: 'run' | 'serve';
  settings: SimulatorSettings;
  load?: LoadOptions;
  port?: number;
  host: string;
  json: boolean;
  quiet: boolean;
}

/** Ends the program: help was shown (0), or something was wrong and has been said (2). */
export class UsageError extends Error {
  readonly exitCode: 0 | 2;
  constructor(message: string, exitCode: 0 | 2) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function readCommandLine(argv: readonly string[]): CommandLine {
  let chosen: CommandLine | undefined;
  const choose = (command: 'run' | 'serve') => (options: Options) => {
    chosen = interpret(command, options);
  };
  const program = new Command('twilio-simulator')
    .description(
      'A pretend Twilio: plays calls and delivers their callbacks by Twilio’s own rules, with seeded faults.',
    )
    .addHelpText('after', '\nWithout a command it is `run`, whose options `run --help` explains.')
    .exitOverride();
  const run = program.command('run', { isDefault: true }).description('play calls, print the outcome, end');
  addOptions(run.exitOverride()).action(choose('run'));
  const serve = program.command('serve').description('serve the REST and the control API until Ctrl-C');
  addOptions(serve.exitOverride()).action(choose('serve'));
  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) throw new UsageError('', error.exitCode === 0 ? 0 : 2);
    if (error instanceof InvalidOptionError) throw new UsageError(`error: ${error.message}`, 2);
    throw error;
  }
  if (!chosen) throw new UsageError('', 2);
  return chosen;
}

type Options = Record<string, string | string[] | boolean | undefined>;

function addOptions(command: Command): Command {
  const add = (flags: string, text: string, standard?: string): Command =>
    command.addOption(new Option(flags, text).default(standard));
  add('--target <url>', 'where callbacks go', 'http://127.0.0.1:4000');
  add('--public-url <url>', 'the address they are signed for (default: the target)');
  command.addOption(
    new Option('--account-sid <sid>', 'whose calls they are').env('TWILIO_ACCOUNT_SID').default(demoAccount.sid),
  );
  command.addOption(
    new Option('--auth-token <token>', 'what signs the callbacks and opens the REST API')
      .env('TWILIO_AUTH_TOKEN')
      .default(demoAccount.authToken, 'a demo value'),
  );
  add('--overrides <fragment>', "what stands behind the callback URLs, '' for nothing", '#rc=5&rp=all');
  add('--calls <n>', 'how many calls; 0: without end (default: 100)');
  add('--rate <n>', 'callbacks per second (default: 50)');
  add('--seed <n>', 'the same seed gives the same calls, SIDs, payloads and faults (default: drawn)');
  add('--speed <x>', 'how much faster than real a call runs (default: 60)');
  add('--at <time>', 'time of the first call in its payloads, to repeat even those (default: now)');
  command.addOption(
    new Option('--scenario <name>', `play only this one; repeatable: ${scenarioNames.join(', ')}`).argParser(collect),
  );
  add('--drop <p>', 'fault, each with a probability from 0 to 1: never sent');
  add('--duplicate <p>', 'fault: sent twice, half of them at once');
  add('--reorder <p>', 'fault: held back until a later callback of the call has arrived');
  add('--delay <p>', 'fault: sent seconds late');
  add('--forge <p>', 'fault: a forged copy besides the true callback');
  add('--slow <p>', 'fault: the body takes two seconds');
  add('--port <n>', 'of the REST and control API (default: 4010 for serve, none for run)');
  add('--host <address>', 'that the API listens on', '127.0.0.1');
  return command.option('--json', 'print the outcome as one JSON object').option('--quiet', 'print nothing but errors');
}

const collect = (name: string, before: string[] | undefined): string[] => [...(before ?? []), name];

function interpret(command: 'run' | 'serve', options: Options): CommandLine {
  const { scenario, ...rest } = options;
  const load = readLoadOptions({ ...rest, ...(scenario !== undefined && { scenarios: scenario }) });
  const isPlaying = command === 'run' || options['calls'] !== undefined || options['rate'] !== undefined;
  const port = readPort(options['port'] ?? (command === 'serve' ? '4010' : undefined));
  return {
    command,
    settings: readSettings(options),
    ...(isPlaying && { load }),
    ...(port !== undefined && { port }),
    host: String(options['host']),
    json: options['json'] === true,
    quiet: options['quiet'] === true,
  };
}

function readSettings(options: Options): SimulatorSettings {
  const target = readAddress('target', options['target']);
  const publicUrl = options['publicUrl'] === undefined ? target : readAddress('public-url', options['publicUrl']);
  const overrides = String(options['overrides']);
  if (overrides && !overrides.startsWith('#'))
    throw new InvalidOptionError(`overrides must start with '#', such as '#rc=5&rp=all'`);
  const account = { sid: String(options['accountSid']), authToken: String(options['authToken']) };
  if (!/^AC[0-9a-f]{32}$/i.test(account.sid))
    throw new InvalidOptionError('account-sid must be AC and 32 hexadecimal digits');
  return { account, target, publicUrl, overrides };
}

function readAddress(name: string, value: unknown): string {
  const text = String(value);
  // As `URL` writes it, because relative URLs in TwiML are resolved by it: no default port, a host in lower case.
  if (/^https?:\/\/[^/?#]+/.test(text) && URL.canParse(text)) return new URL(text).href.replace(/\/+$/, '');
  throw new InvalidOptionError(
    `${name} must be an address such as http://127.0.0.1:4000, not ${JSON.stringify(value)}`,
  );
}

function readPort(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidOptionError(`port must be a number from 0 to 65535, not ${JSON.stringify(value)}`);
}
