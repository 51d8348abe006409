import { dialableNumber } from '@trunkline/telephony';
import { z } from 'zod';
import type { ApiConfig } from './config.ts';
import { time } from './inbox-query.ts';
import { Problem } from './problem.ts';

/** A phone number as people write it, made E.164. */
export const phoneNumber = z
  .string()
  .max(40)
  .transform((text, context) => {
    const number = dialableNumber(text);
    if (number !== null) return number;
    context.addIssue({ code: 'custom', message: 'expected a phone number such as +16175006181' });
    return z.NEVER;
  });

/** What a request for a call may say: another number than the candidate's own, and a time to wait for. */
export const dialBody = z.strictObject({ to: phoneNumber.optional(), not_before: time.optional() });

/** The number that our calls come from. */
export function callerId({ TWILIO_PHONE_NUMBER, OWNED_PHONE_NUMBERS }: ApiConfig): string {
  const number = TWILIO_PHONE_NUMBER ?? [...OWNED_PHONE_NUMBERS][0];
  if (number !== undefined) return number;
  throw new Problem('not_configured', 'Set TWILIO_PHONE_NUMBER, or OWNED_PHONE_NUMBERS, to a number of the account.');
}

/** Where Twilio asks what a candidate hears, and tells how the call goes. */
export function candidateUrls(baseUrl: string, candidateId: number, intentId: string) {
  const base = baseUrl.replace(/\/+$/, '');
  return {
    voiceUrl: `${base}/voice?candidate_id=${candidateId}`,
    statusUrl: `${base}/twilio-status?candidate_id=${candidateId}&intent_id=${intentId}`,
  };
}
