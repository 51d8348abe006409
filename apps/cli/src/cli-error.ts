/** Something that a person can mend, told with the remedy. */
export class CliError extends Error {
  override readonly name = 'CliError';
}
