import type { z } from 'zod';
import { TwilioAnswerError } from '../rest-errors.ts';

const FAULTS_TOLD = 3;

/** Parses a body of Twilio's. `TwilioAnswerError` names the invalid fields, never their values. */
export function readResource<T extends z.ZodType>(schema: T, body: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues
    .slice(0, FAULTS_TOLD)
    .map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new TwilioAnswerError(`Twilio sent ${what} of an unexpected shape: ${faults.join('; ')}`);
}
