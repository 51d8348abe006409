import type { z } from 'zod';
import { TwilioAnswerError } from '../rest-errors.ts';

const FAULTS_TOLD = 3;

/** Reads a body of Twilio's. `TwilioAnswerError` names the fields that are not what they should be, never their values. */
export function readResource<T extends z.ZodType>(schema: T, body: unknown, what: string): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues
    .slice(0, FAULTS_TOLD)
    .map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`);
  throw new TwilioAnswerError(`Twilio sent ${what} of a shape that it does not send: ${faults.join('; ')}`);
}
