import type { z } from 'zod';
import { TwilioAnswerError } from '../rest-errors.ts';

const FAULTS_NAMED = 3;

/** Parses a body of Twilio's. `TwilioAnswerError` names the invalid fields, never their values. */
export function readResource<T extends z.ZodType>(schema: T, body: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new TwilioAnswerError(`Twilio sent ${what} of an unexpected shape: ${faultsOf(parsed.error)}`);
}

/** The invalid fields, each with what is expected of it. */
export const faultsOf = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, FAULTS_NAMED)
    .map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
    .join('; ');
