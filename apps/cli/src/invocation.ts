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
  interrupted: 130,
} as const;

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
