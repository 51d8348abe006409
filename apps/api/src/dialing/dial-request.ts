import type { DialGuard } from '@trunkline/db/dialing';
import type { NumberRule } from '@trunkline/telephony/dialing';
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

/** The rules that every order to dial has to pass: which numbers, and how many calls. */
export type DialRules = { refusalOf: NumberRule; guard: DialGuard };

/** Throws where the rule for numbers refuses this one: a 422 if it cannot be called, a 403 if the settings forbid it. */
export function refuseNumber(refusalOf: NumberRule, number: string): void {
  const refusal = refusalOf(number);
  if (refusal === null) return;
  const { rule, setting, detail } = refusal;
  const code =
    rule === 'not-dialable' ? 'validation_failed' : rule === 'not-listed' ? 'forbidden' : 'number_not_allowed';
  throw new Problem(code, detail, { rule, setting });
}
