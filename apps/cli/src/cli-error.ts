/** A fault that the user can fix; the message names the remedy and is shown without a stack. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
