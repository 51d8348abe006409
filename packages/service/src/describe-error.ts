import { scrub } from './scrub.ts';

const CAUSES = 3;

/** An error for a log line: its class, code, message without phone numbers and secrets, stack and cause. */
export function describeError(error: unknown, causes = CAUSES): unknown {
  if (!(error instanceof Error)) return { type: typeof error, message: scrub(String(error)) };
  const { name, message, stack = '', cause } = error;
  const { code } = error as { code?: unknown };
  return {
    type: name,
    ...((typeof code === 'string' || typeof code === 'number') && { code: scrub(`${code}`) }),
    message: scrub(message),
    stack: placesIn(stack),
    ...(cause !== undefined && causes > 0 && { cause: describeError(cause, causes - 1) }),
  };
}

/** The lines of a stack that name places; those before them repeat the message. */
const placesIn = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
