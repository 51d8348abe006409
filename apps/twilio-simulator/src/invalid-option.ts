/** An option that makes no sense. The message says which, and what would. */
export class InvalidOptionError extends Error {}

/** Takes a number from JSON or from the command line. */
export function readNumber(name: string, given: unknown, min: number, max: number): number {
  const value = given === '' || given === null || typeof given === 'boolean' ? Number.NaN : Number(given);
  if (value >= min && value <= max) return value;
  throw new InvalidOptionError(`${name} must be a number from ${min} to ${max}, not ${JSON.stringify(given)}`);
}
