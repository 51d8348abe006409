/** The exit codes. */
export const EXIT = {
  ok: 0,
  /** The command could not do its work, such as without a database; the message names the remedy. */
  failed: 1,
  usage: 2,
  /** The command did its work and found something wrong. */
  findings: 10,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command receives. */
export type Invocation = {
  /** Aborts at Ctrl-C; the command has 1.5 s to end. */
  signal: AbortSignal;
  /** Sets the exit code; without a call it is 0. */
  end: (code: ExitCode) => void;
};
