import { CliError } from '../cli-error.ts';
import { EXIT } from '../invocation.ts';

/** Null for what the API does not know. */
export const orNull = <T>(asked: Promise<T>): Promise<T | null> =>
  asked.catch((error: unknown) => {
    if (error instanceof CliError && error.exit === EXIT.notFound) return null;
    throw error;
  });
