import { EXIT, type ExitCode } from './invocation.ts';

/** A fault that the user can fix; the message names the remedy and is shown without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** What the program ends with. */
  readonly exit: ExitCode;

  constructor(message: string, { exit = EXIT.failed, ...options }: ErrorOptions & { exit?: ExitCode } = {}) {
    super(message, options);
    this.exit = exit;
  }
}
