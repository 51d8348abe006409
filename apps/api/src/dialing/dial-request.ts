import type { ApiConfig } from '../config.ts';
import { Problem } from '../http/problem.ts';

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

/** For a trial: nobody is called but WHITELISTED_NUMBERS, whoever asks. */
export function refuseUnlisted({ WHITELISTED_NUMBERS }: Pick<ApiConfig, 'WHITELISTED_NUMBERS'>, number: string): void {
  if (WHITELISTED_NUMBERS && !WHITELISTED_NUMBERS.has(number))
    throw new Problem('forbidden', 'The phone number is not in WHITELISTED_NUMBERS.');
}
