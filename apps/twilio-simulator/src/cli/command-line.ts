import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { type LoadOptions, readLoadOptions } from '../load/load-options.ts';
import { InvalidOptionError } from '../settings.ts';
import type { SimulatorSettings } from '../simulator.ts';
import { addOptions } from './command-options.ts';
import { type Options, readSettings } from './read-settings.ts';

/** The parsed command line. Without `port` no server is started, without `load` no calls are played. */
export interface CommandLine {
  command: 'run' | 'serve';
  settings: SimulatorSettings;
  load?: LoadOptions;
  port?: number;
  host: string;
  /** Whether the calls wait until the target listens. */
  awaitTarget: boolean;
  json: boolean;
  quiet: boolean;
}

/** Ends the program: help was printed (0), or the command line is invalid (2). */
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
    .description('Simulates Twilio: plays calls and delivers their callbacks by Twilio’s rules, with seeded faults.')
    .addHelpText('after', '\nThe default command is `run`. Its options: `run --help`.')
    .exitOverride();
  const run = program.command('run', { isDefault: true }).description('play calls, then print the outcome');
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

function interpret(command: 'run' | 'serve', options: Options): CommandLine {
  const { scenario, callers, ...rest } = options;
  const load = readLoadOptions({
    ...rest,
    ...(scenario !== undefined && { scenarios: scenario }),
    ...(callers !== undefined && { callers: readLines('callers', String(callers)) }),
  });
  const isPlaying = command === 'run' || options['calls'] !== undefined || options['rate'] !== undefined;
  const port = readPort(options['port'] ?? (command === 'serve' ? '4010' : undefined));
  return {
    command,
    settings: readSettings(options),
    ...(isPlaying && { load }),
    ...(port !== undefined && { port }),
    host: String(options['host']),
    awaitTarget: options['awaitTarget'] === true,
    json: options['json'] === true,
    quiet: options['quiet'] === true,
  };
}

/** The lines of a file, without empty ones. */
function readLines(name: string, path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line) => line.trim() || []);
  } catch (error) {
    throw new InvalidOptionError(`${name} must be a readable file: ${(error as Error).message}`);
  }
}

function readPort(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  const port = Number(value);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidOptionError(`port must be a number from 0 to 65535, not ${JSON.stringify(value)}`);
}
