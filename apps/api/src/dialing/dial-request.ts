import { dialableNumber } from '@trunkline/telephony/numbers';
import { callbackUrl } from '@trunkline/twilio';
import type { ApiConfig } from '../config.ts';
import { Problem } from '../http/problem.ts';

/** The caller ID of our calls. */
export function callerId({ TWILIO_PHONE_NUMBER, OWNED_PHONE_NUMBERS }: ApiConfig): string {
  const number = TWILIO_PHONE_NUMBER ?? [...OWNED_PHONE_NUMBERS][0];
  if (number !== undefined) return number;
  throw new Problem('not_configured', 'Set TWILIO_PHONE_NUMBER, or OWNED_PHONE_NUMBERS, to a number of the account.');
}

/** Where Twilio asks what the call to a candidate does, and reports its progress. */
export function candidateUrls(baseUrl: string, candidateId: number, intentId: string) {
  return {
    voiceUrl: callbackUrl(baseUrl, '/voice', { candidate_id: candidateId }),
    statusUrl: callbackUrl(baseUrl, '/twilio-status', { candidate_id: candidateId, intent_id: intentId }),
  };
}

/** Throws a 422 for a number that cannot be called, and a 403 for one outside of WHITELISTED_NUMBERS, if they are set. */
export function refuseNumber({ WHITELISTED_NUMBERS }: Pick<ApiConfig, 'WHITELISTED_NUMBERS'>, number: string): void {
  if (dialableNumber(number) === null)
    throw new Problem(
      'validation_failed',
      'The phone number is not valid, or an emergency number, which is never called. Correct it.',
    );
  if (WHITELISTED_NUMBERS && !WHITELISTED_NUMBERS.has(number))
    throw new Problem(
      'forbidden',
      'The phone number is not in WHITELISTED_NUMBERS. Add it there, or call another one.',
    );
}
