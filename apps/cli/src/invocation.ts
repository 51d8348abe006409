import type { Command } from 'commander';

/** The exit codes. */
export const EXIT = {
  ok: 0,
  /** The command could not do its work; the message names the remedy. */
  failed: 1,
  usage: 2,
  /** A variable is missing or wrong. */
  config: 3,
  /** The login or key may not do this. */
  refused: 4,
  notFound: 5,
  /** The state of the thing does not allow it. */
  conflict: 6,
  /** The database, the API or the queue does not answer. */
  unavailable: 8,
  /** The command did its work and found something wrong. */
  findings: 10,
  /** What the command waited for has not happened in time. */
  timeout: 124,
  interrupted: 130,
} as const;

/** What each code means, for people. */
const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  ok: 'success',
  failed: 'failure; the message names the remedy',
  usage: 'wrong usage',
  config: 'a variable of the environment is missing or wrong',
  refused: 'the login or key may not do this',
  notFound: 'not found',
  conflict: 'the state of the thing does not allow it',
  unavailable: 'the database, the API or the queue does not answer',
  findings: 'the check found something wrong',
  timeout: 'timed out waiting',
  interrupted: 'interrupted by Ctrl-C',
};

/** The codes with their meanings, one line each. */
export const listExitCodes = (line: (code: ExitCode, meaning: string) => string): string =>
  Object.entries(EXIT)
    .map(([name, code]) => line(code, EXIT_MEANINGS[name as keyof typeof EXIT]))
    .join('\n');

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command receives. */
export type Invocation = {
  /** The command with its name and description, to which it adds its arguments, options and action. */
  command: Command;
  /** Aborts at Ctrl-C; the command has 1.5 s to end. */
  signal: AbortSignal;
  /** Sets the exit code; without a call it is 0. */
  end: (code: ExitCode) => void;
};

/** Adds arguments, options and the action to a command. */
export type CommandModule = (invocation: Invocation) => Command;
